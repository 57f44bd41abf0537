using WorldGan.Worlds;

namespace WorldGan.Logs.Inspection;

/// <summary>Looks at all values of a state variable and tells what kind it seems to be.</summary>
/// <param name="name">The variable's name.</param>
internal sealed class VariableScan(string name)
{
    /// <summary>A whole number with more different values is more likely a count or a measurement than a category.</summary>
    private const int MostCategories = 12;

    private static readonly string[] AngleWords = ["angle", "theta", "heading", "yaw", "roll", "pitch"];
    private readonly HashSet<double> _values = [];
    private double _before;
    private bool _jumps;

    public string Name => name;

    public RangeScan Range { get; } = new();

    public bool IsConstant => Range.Low == Range.High;

    /// <summary>Takes the next value.</summary>
    /// <param name="value">A value.</param>
    /// <param name="isFirst">Whether an episode begins with it.</param>
    public void Add(double value, bool isFirst)
    {
        Range.Add(value);
        if (_values.Count <= MostCategories) _values.Add(value);
        if (!isFirst && Math.Abs(value - _before) > 1.5 * Math.PI) _jumps = true;
        _before = value;
    }

    /// <summary>The variable as it seems to be.</summary>
    public StateVariable Guess()
    {
        if (IsConstant) return new StateVariable(name);
        if (_values.SetEquals([0, 1])) return new StateVariable(name, VariableKind.Flag);
        if (_values.Count is > 2 and <= MostCategories && _values.SetEquals(Enumerable.Range(0, _values.Count).Select(i => (double)i)))
            return new StateVariable(name, VariableKind.Category) { Categories = _values.Count };
        return new StateVariable(name, IsAngle() ? VariableKind.Angle : VariableKind.Real);
    }

    /// <summary>Inside ±π or 0 to 2π, and jumping by about a turn; or inside ±π and called an angle.</summary>
    private bool IsAngle() =>
        (_jumps && (IsWithin(-Math.PI, Math.PI) || IsWithin(0, Math.Tau)))
        || (IsWithin(-Math.PI, Math.PI) && AngleWords.Contains(name.ToLowerInvariant().Split('_', ' ', '-', '.')[^1]));

    /// <summary>With room for rounding to single precision.</summary>
    private bool IsWithin(double low, double high) => Range.Low >= low - 1e-6 && Range.High <= high + 1e-6;
}
