using System.Reflection;

namespace WorldGan.Worlds.Json;

/// <summary>One key of a record's JSON object.</summary>
/// <param name="Name">The key, camelCase.</param>
/// <param name="Property">The property that it fills.</param>
/// <param name="IsMandatory">True when the record has no default for it.</param>
/// <param name="AllowsNull">True when null is a value of its own.</param>
internal sealed record RecordKey(string Name, PropertyInfo Property, bool IsMandatory, bool AllowsNull)
{
    /// <summary>What stands in for a value that is missing or wrong, until the faults are thrown.</summary>
    public static object? EmptyOf(Type type)
    {
        if (type == typeof(string)) return "";
        if (type.IsValueType) return Activator.CreateInstance(type);
        if (ListItem(type) is { } item) return Array.CreateInstance(item, 0);
        return RecordShape.Of(type).Create(new Dictionary<RecordKey, object?>());
    }

    /// <summary>The type of a list's items; null where the type is no list.</summary>
    public static Type? ListItem(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0]
        : null;
}
