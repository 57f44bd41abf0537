namespace WorldGan.Numerics.Lanes;

/// <summary>
/// Several floats that are computed side by side. Kernels are written once against this interface and compiled for every width that a
/// machine may have; an operation gives each lane the bits that it gives a single float, so the width cannot be seen in a result.
/// </summary>
/// <typeparam name="TSelf">The width.</typeparam>
internal interface ILanes<TSelf> : IArithmetic<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Number of lanes; divides 16.</summary>
    static abstract int Count { get; }

    static abstract TSelf Load(ref float from, nint offset);

    static abstract void Store(TSelf value, ref float to, nint offset);

    /// <summary>sum = a · b + sum, rounded once, in the register of the sum: assigned from <see cref="IArithmetic{TSelf}.MultiplyAdd"/>, every second sum of a tile is copied.</summary>
    static abstract void AddProduct(TSelf a, TSelf b, ref TSelf sum);

    static abstract TSelf SquareRoot(TSelf a);

    /// <summary>Adds the low bits of <paramref name="whole"/> to the exponent of <paramref name="value"/>: multiplies by a power of two.</summary>
    static abstract TSelf AddToExponent(TSelf value, TSelf whole);

    /// <summary>The same bits in every lane.</summary>
    static abstract TSelf AllBits(uint bits);

    static abstract TSelf Xor(TSelf a, TSelf b);

    /// <summary>Sum of the bits as whole numbers, modulo 2^32.</summary>
    static abstract TSelf AddWhole(TSelf a, uint b);

    /// <summary>The 64 bits of the product of the bits as whole numbers.</summary>
    static abstract void MultiplyWhole(TSelf a, uint b, out TSelf high, out TSelf low);

    /// <summary>The upper 24 bits as a whole number.</summary>
    static abstract TSelf High24(TSelf bits);

    /// <summary>Splits positive normal numbers into mantissa · 2^exponent with the mantissa in [√½, √2).</summary>
    static abstract (TSelf Mantissa, TSelf Exponent) SplitExponent(TSelf value);
}
