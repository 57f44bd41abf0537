using System.Runtime.CompilerServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Numerics;

/// <summary>
/// Exponential, logarithm, sine and cosine in single precision, for any number of lanes: the same sequence of IEEE operations for all,
/// so that neither the machine nor the width of its vectors changes a bit. Polynomials are Taylor series on reduced ranges where nothing else is said.
/// </summary>
internal static class FloatMath
{
    /// <summary>The bits of √½, where mantissas are cut so that they come out in [√½, √2).</summary>
    public const int RootOfHalfBits = 0x3F3504F3;

    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>e^x of one number, clamped to [-87, 88]; relative error below 2e-7 + 2e-8 · |x|. A NaN stays.</summary>
    public static float Exp(float x) => Exp(new Lanes1(x), ExpConstants<Lanes1>.Read()).Value;

    /// <summary>e^x for x clamped to [-87, 88]; relative error below 2e-7 + 2e-8 · |x|. A NaN stays.</summary>
    [MethodImpl(Inline)]
    public static L Exp<L>(L x, in ExpConstants<L> e)
        where L : struct, ILanes<L>
    {
        x = L.AtMost(e.High, L.AtLeast(e.Low, x));
        return L.MultiplyAdd(x, L.All(0f), PowerOfTwo(x, e.Log2E, e));     // adds 0, or the NaN
    }

    /// <summary>e^-x for x within [-88, 87].</summary>
    [MethodImpl(Inline)]
    public static L ExpOfMinus<L>(L x, in ExpConstants<L> e)
        where L : struct, ILanes<L> => PowerOfTwo(x, e.MinusLog2E, e);

    // 2^(x · unit) = 2^n · 2^r, where the polynomial of 2^r is fitted so that its largest relative error on [-½, ½], 9.2e-8, is least.
    [MethodImpl(Inline)]
    private static L PowerOfTwo<L>(L x, L unit, in ExpConstants<L> e)
        where L : struct, ILanes<L>
    {
        L shifted = L.MultiplyAdd(x, unit, e.RoundingMagic), minusN = e.RoundingMagic - shifted;
        L r = L.MultiplyAdd(x, unit, minusN);
        L p = L.MultiplyAdd(r, e.P5, e.P4);
        p = L.MultiplyAdd(r, p, e.P3);
        p = L.MultiplyAdd(r, p, e.P2);
        p = L.MultiplyAdd(r, p, e.P1);
        p = L.MultiplyAdd(r, p, e.One);
        return L.AddToExponent(p, shifted);
    }

    /// <summary>Natural logarithm of positive normal numbers; absolute error below 1e-6 on (0, 1].</summary>
    [MethodImpl(Inline)]
    public static L Log<L>(L x)
        where L : struct, ILanes<L>
    {
        (L m, L exponent) = L.SplitExponent(x);
        L s = (m - L.All(1f)) / (m + L.All(1f)), z = s * s;
        L p = L.MultiplyAdd(z, L.All(1f / 9), L.All(1f / 7));
        p = L.MultiplyAdd(z, p, L.All(1f / 5));
        p = L.MultiplyAdd(z, p, L.All(1f / 3));
        p = L.MultiplyAdd(z, p, L.All(1f));
        return L.MultiplyAdd(exponent, L.All(0.69314718f), (s + s) * p);
    }

    /// <summary>Sine and cosine of a whole turn times <paramref name="turns"/> in [0, 1); absolute error below 1e-6.</summary>
    [MethodImpl(Inline)]
    public static (L Sin, L Cos) SinCosOfTurns<L>(L turns)
        where L : struct, ILanes<L>
    {
        L half = (turns - L.All(0.5f)) * L.All(MathF.PI), z = half * half;    // [-π/2, π/2)
        L s = L.MultiplyAdd(z, L.All(-1f / 39916800), L.All(1f / 362880));
        s = L.MultiplyAdd(z, s, L.All(-1f / 5040));
        s = L.MultiplyAdd(z, s, L.All(1f / 120));
        s = L.MultiplyAdd(z, s, L.All(-1f / 6));
        s = half * L.MultiplyAdd(z, s, L.All(1f));
        L c = L.MultiplyAdd(z, L.All(1f / 479001600), L.All(-1f / 3628800));
        c = L.MultiplyAdd(z, c, L.All(1f / 40320));
        c = L.MultiplyAdd(z, c, L.All(-1f / 720));
        c = L.MultiplyAdd(z, c, L.All(1f / 24));
        c = L.MultiplyAdd(z, c, L.All(-0.5f));
        c = L.MultiplyAdd(z, c, L.All(1f));
        L two = L.All(2f);
        return (-two * s * c, L.MultiplyAdd(two * s, s, -L.All(1f)));         // turned by half a turn: the signs flip
    }
}
