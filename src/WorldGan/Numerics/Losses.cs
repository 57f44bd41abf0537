namespace WorldGan.Numerics;

/// <summary>What a training step measured, by name, in one list that every step writes anew: a step allocates nothing.</summary>
internal sealed class Losses(params string[] names)
{
    private readonly (string Name, double Value)[] _items = [.. names.Select(name => (name, 0.0))];

    /// <summary>The list with these values, in the order of the names; valid until the next call.</summary>
    public IReadOnlyList<(string Name, double Value)> Of(params ReadOnlySpan<double> values)
    {
        for (int i = 0; i < _items.Length; i++) _items[i].Value = values[i];
        return _items;
    }
}
