using System.Reflection;

namespace WorldGan.Tests.House;

/// <summary>Types as C# writes them, with the question marks of nullable references.</summary>
internal static class CSharpNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    public static string Of(PropertyInfo property) => Of(property.PropertyType, new NullabilityInfoContext().Create(property));

    public static string Of(FieldInfo field) => Of(field.FieldType, new NullabilityInfoContext().Create(field));

    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        string mark = !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        return Unmarked(type, nullability) + mark;
    }

    private static string Unmarked(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef) return Of(type.GetElementType()!);
        if (type.IsArray) return $"{Of(type.GetElementType()!, nullability?.ElementType)}[]";
        if (Keywords.TryGetValue(type, out string? keyword)) return keyword;
        if (!type.IsGenericType) return type.Name;

        Type[] arguments = type.GetGenericArguments();
        string[] names = [.. arguments.Select((a, i) => Of(a, nullability?.GenericTypeArguments.ElementAtOrDefault(i)))];
        if (Nullable.GetUnderlyingType(type) is not null) return names[0] + "?";
        string name = type.Name.Split('`')[0];
        return name == nameof(ValueTuple) ? $"({string.Join(", ", names)})" : $"{name}<{string.Join(", ", names)}>";
    }
}
