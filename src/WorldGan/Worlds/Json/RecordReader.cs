using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace WorldGan.Worlds.Json;

/// <summary>
/// Fills records from JSON: keys are the properties' names in camelCase, enumerations are written in kebab-case. Faults are
/// listed, not thrown; a value with a fault is replaced, so a record is good only when the list is empty.
/// </summary>
internal sealed class RecordReader(FaultList faults)
{
    public T Read<T>(PlacedValue value) => (T)ReadValue(typeof(T), false, value)!;

    private object? ReadValue(Type type, bool allowsNull, PlacedValue value)
    {
        if (allowsNull && value.Kind == JsonValueKind.Null) return null;

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalar.Knows(type)) return ReadScalar(type, value);
        return RecordKey.ListItem(type) is { } item ? ReadList(item, value) : ReadRecord(RecordShape.Of(type), value);
    }

    private object ReadScalar(Type type, PlacedValue value)
    {
        if (Scalar.TryRead(type, value, out object? result)) return result;

        faults.Add(value.Place, $"expected {Scalar.Describe(type, value)}, got {value}.{Scalar.Hint(type, value)}");
        return RecordKey.EmptyOf(type)!;
    }

    private Array ReadList(Type item, PlacedValue value)
    {
        if (value.Kind != JsonValueKind.Array) faults.Add(value.Place, $"expected a list, got {value}.");

        var list = Array.CreateInstance(item, value.Items.Count);
        for (int i = 0; i < list.Length; i++) list.SetValue(ReadValue(item, false, value.Items[i]), i);
        return list;
    }

    private object ReadRecord(RecordShape shape, PlacedValue value)
    {
        var values = new Dictionary<RecordKey, object?>();
        if (value.Kind != JsonValueKind.Object) faults.Add(value.Place, $"expected an object, got {value}.");
        else ReadMembers(shape, value, values);

        object record = shape.Create(values);
        CheckWhole(record, value);
        return record;
    }

    private void ReadMembers(RecordShape shape, PlacedValue value, Dictionary<RecordKey, object?> values)
    {
        foreach (var member in value.Members)
        {
            var key = shape.Keys.FirstOrDefault(key => key.Name == member.Name);
            if (key is null) faults.Add(member.Place, "this key is not known." + NearMiss.HintOrNames(member.Name, [.. shape.Keys.Select(known => known.Name)]));
            else values[key] = ReadMember(key, member.Value);
        }

        foreach (var key in shape.Keys)
            if (key.IsMandatory && !values.ContainsKey(key)) faults.Add(value.Place with { Key = value.Place.KeyOf(key.Name) }, "this key is missing.");
    }

    private object? ReadMember(RecordKey key, PlacedValue value)
    {
        object? result = ReadValue(key.Property.PropertyType, key.AllowsNull, value);
        if (result is not null) Constraints.Check(key, result, value, faults);
        return result;
    }

    /// <summary>Rules over several properties, where the record states them.</summary>
    private void CheckWhole(object record, PlacedValue value)
    {
        if (record is not IValidatableObject rules || !faults.IsClean(value.Place.Key)) return;

        foreach (var result in rules.Validate(new ValidationContext(record)))
        {
            string? member = result.MemberNames.Select(JsonNamingPolicy.CamelCase.ConvertName).FirstOrDefault();
            var place = member is null ? value.Place : value.Find(member)?.Place ?? value.Place with { Key = value.Place.KeyOf(member) };
            faults.Add(place, result.ErrorMessage ?? "this value does not fit the others.");
        }
    }
}
