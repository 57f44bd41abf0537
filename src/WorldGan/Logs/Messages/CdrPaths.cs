using WorldGan.Worlds;

namespace WorldGan.Logs.Messages;

/// <summary>Whether the fields that are wanted are in a message at all; the places of a list only each message tells.</summary>
internal static class CdrPaths
{
    /// <exception cref="InvalidDataException">One is not; the message says which, and what it may have been meant to be.</exception>
    public static void Check(MessageType type, FieldNode wanted)
    {
        foreach ((FieldStep step, FieldNode node) in wanted.Children)
        {
            MessageField? field = type.Fields.FirstOrDefault(f => f.Name == step.Field);
            if (field is null) throw new InvalidDataException($"{type.Name} has no field '{step.Field}'.{NearMiss.HintOrNames(step.Field ?? "", [.. type.Fields.Select(f => f.Name)])}");
            if (field.List == ListKind.None) CheckValue(type, field, node);
            else CheckList(type, field, node);
        }
    }

    private static void CheckList(MessageType type, MessageField field, FieldNode wanted)
    {
        if (wanted.Slots.Count > 0 || wanted.Fields.Any()) throw new InvalidDataException($"{type.Name} has a list '{field.Name}', expected a place in it, such as {field.Name}[0]");
        if (wanted.HasNames && !type.Fields.TakeWhile(f => f != field).Any(f => f is { Name: "name", Kind: FieldKind.String, List: not ListKind.None }))
            throw new InvalidDataException($"{type.Name} has no list 'name' before '{field.Name}' that could name its places, expected a number, such as {field.Name}[0]");
        foreach ((FieldStep step, FieldNode node) in wanted.Children)
        {
            if (field.List == ListKind.Fixed && step.Place >= field.Length) throw new InvalidDataException($"{type.Name} has {field.Length} places in '{field.Name}', expected one of 0 to {field.Length - 1}, got {step.Place}");
            CheckValue(type, field, node);
        }
    }

    private static void CheckValue(MessageType type, MessageField field, FieldNode wanted)
    {
        if (field.Kind == FieldKind.Message)
        {
            if (wanted.Slots.Count > 0) throw new InvalidDataException($"{type.Name} has a message '{field.Name}', expected one of its fields: {string.Join(", ", field.Message!.Fields.Select(f => f.Name))}");
            Check(field.Message!, wanted);
        }
        else if (wanted.Children.Count > 0)
        {
            throw new InvalidDataException($"{type.Name} has one value '{field.Name}', expected nothing behind it");
        }
    }
}
