namespace WorldGan.Numerics.Lanes;

/// <summary>A double, for the activations' reference in double precision.</summary>
internal readonly struct DoubleNumber(double value) : IArithmetic<DoubleNumber>
{
    public readonly double Value = value;

    public static DoubleNumber All(float value) => new(value);

    public static DoubleNumber MultiplyAdd(DoubleNumber a, DoubleNumber b, DoubleNumber c) => new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    public static DoubleNumber operator +(DoubleNumber a, DoubleNumber b) => new(a.Value + b.Value);

    public static DoubleNumber operator -(DoubleNumber a, DoubleNumber b) => new(a.Value - b.Value);

    public static DoubleNumber operator *(DoubleNumber a, DoubleNumber b) => new(a.Value * b.Value);

    public static DoubleNumber operator /(DoubleNumber a, DoubleNumber b) => new(a.Value / b.Value);

    public static DoubleNumber operator -(DoubleNumber a) => new(-a.Value);

    public static DoubleNumber WhereGreater(DoubleNumber a, DoubleNumber b, DoubleNumber then, DoubleNumber otherwise) => a.Value > b.Value ? then : otherwise;

    public static DoubleNumber AtLeast(DoubleNumber low, DoubleNumber a) => low.Value > a.Value ? low : a;

    public static DoubleNumber AtMost(DoubleNumber high, DoubleNumber a) => high.Value < a.Value ? high : a;

    public static DoubleNumber Exp(DoubleNumber a, in ExpConstants<DoubleNumber> constants) => new(ExactMath.Exp(a.Value));

    public static DoubleNumber ExpOfMinus(DoubleNumber a, in ExpConstants<DoubleNumber> constants) => Exp(-a, constants);

    public static DoubleNumber Log(DoubleNumber a) => new(ExactMath.Log(a.Value));
}
