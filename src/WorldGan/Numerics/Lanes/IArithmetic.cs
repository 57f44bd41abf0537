namespace WorldGan.Numerics.Lanes;

/// <summary>Numbers that the activations are written for: lanes of floats, and doubles where gradients are checked.</summary>
/// <typeparam name="TSelf">The kind of number.</typeparam>
internal interface IArithmetic<TSelf>
    where TSelf : struct, IArithmetic<TSelf>
{
    /// <summary>The same number everywhere.</summary>
    static abstract TSelf All(float value);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a);

    /// <summary><paramref name="then"/> where a &gt; b, otherwise <paramref name="otherwise"/>, also where either is no number.</summary>
    static abstract TSelf WhereGreater(TSelf a, TSelf b, TSelf then, TSelf otherwise);

    /// <summary>The larger of two numbers, of which the first is neither zero nor a NaN; a NaN stays.</summary>
    static abstract TSelf AtLeast(TSelf low, TSelf a);

    /// <summary>The smaller of two numbers, of which the first is neither zero nor a NaN; a NaN stays.</summary>
    static abstract TSelf AtMost(TSelf high, TSelf a);

    /// <summary>e to the power <paramref name="a"/>; a NaN stays.</summary>
    static abstract TSelf Exp(TSelf a, in ExpConstants<TSelf> constants);

    /// <summary>e to the power -<paramref name="a"/>, for an <paramref name="a"/> within [-88, 87]; beyond them, and of a NaN, anything.</summary>
    static abstract TSelf ExpOfMinus(TSelf a, in ExpConstants<TSelf> constants);

    /// <summary>Natural logarithm of a positive number.</summary>
    static abstract TSelf Log(TSelf a);
}
