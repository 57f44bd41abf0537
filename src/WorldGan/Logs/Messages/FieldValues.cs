namespace WorldGan.Logs.Messages;

/// <summary>The values that were found in a message, by slot.</summary>
/// <param name="slots">Number of slots.</param>
internal sealed class FieldValues(int slots)
{
    private readonly FieldValue[] _values = new FieldValue[slots];

    public FieldValue this[int slot] => _values[slot];

    public void Clear() => Array.Clear(_values);

    public void Set(FieldNode node, FieldValue value)
    {
        foreach (int slot in node.Slots) _values[slot] = value;
    }
}

/// <summary>A number or a text; neither where a message lacks the field.</summary>
/// <param name="Number">The number; null for a text.</param>
/// <param name="Text">The text; null for a number.</param>
internal readonly record struct FieldValue(double? Number, string? Text)
{
    public bool IsThere => Number is not null || Text is not null;
}
