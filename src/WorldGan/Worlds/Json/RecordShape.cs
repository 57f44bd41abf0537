using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace WorldGan.Worlds.Json;

/// <summary>What a record looks like as a JSON object: its keys, which of them must be there, and how it is made.</summary>
internal sealed class RecordShape
{
    private static readonly ConditionalWeakTable<Type, RecordShape> Shapes = [];
    private readonly ConstructorInfo? _constructor;
    private readonly ParameterInfo[] _parameters;

    private RecordShape(Type type)
    {
        Type = type;
        _constructor = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length);
        _parameters = _constructor?.GetParameters() ?? [];
        Keys = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(KeyOf)];
    }

    public Type Type { get; }

    public IReadOnlyList<RecordKey> Keys { get; }

    public static RecordShape Of(Type type) => Shapes.GetValue(type, key => new RecordShape(key));

    /// <summary>Makes the record; what has no value takes the default that the type states.</summary>
    public object Create(IReadOnlyDictionary<RecordKey, object?> values)
    {
        object record = _constructor is null
            ? Activator.CreateInstance(Type)!
            : _constructor.Invoke([.. _parameters.Select(parameter => ArgumentFor(parameter, values))]);
        foreach (var (key, value) in values) key.Property.SetValue(record, value);
        return record;
    }

    private static object? ArgumentFor(ParameterInfo parameter, IReadOnlyDictionary<RecordKey, object?> values)
    {
        foreach (var (key, value) in values)
            if (key.Property.Name == parameter.Name) return value;
        return parameter.HasDefaultValue ? parameter.DefaultValue : RecordKey.EmptyOf(parameter.ParameterType);
    }

    private RecordKey KeyOf(PropertyInfo property)
    {
        bool isMandatory = property.IsDefined(typeof(RequiredMemberAttribute))
            || _parameters.Any(parameter => parameter.Name == property.Name && !parameter.HasDefaultValue);
        bool allowsNull = new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
        return new RecordKey(JsonNamingPolicy.CamelCase.ConvertName(property.Name), property, isMandatory, allowsNull);
    }
}
