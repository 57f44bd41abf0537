using System.Numerics;
using System.Runtime.CompilerServices;

namespace WorldGan.Numerics;

/// <summary>
/// Exponential, logarithm, sine and cosine in single precision, for one number and for a vector: the same sequence of IEEE operations in
/// both, so that neither the machine nor the width of its vectors changes a bit. Polynomials are Taylor series on reduced ranges.
/// </summary>
internal static class FloatMath
{
    private const float Log2E = 1.44269504f, Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;
    private const float RoundingMagic = 12582912f;          // 1.5 · 2^23: adding it leaves the nearest whole number in the low bits
    private const float ExpLow = -87f, ExpHigh = 88f;       // beyond these the exponent insert would leave the normal numbers

    /// <summary>e^x for x clamped to [-87, 88]; relative error below 2.3e-7.</summary>
    public static float Exp(float x)
    {
        if (float.IsNaN(x)) return x;                       // the exponent insert would make a number of a NaN with a payload
        x = x < ExpLow ? ExpLow : x;
        x = x > ExpHigh ? ExpHigh : x;
        float shifted = MathF.FusedMultiplyAdd(x, Log2E, RoundingMagic), n = shifted - RoundingMagic;
        float r = MathF.FusedMultiplyAdd(-n, Ln2Low, MathF.FusedMultiplyAdd(-n, Ln2High, x));
        float p = MathF.FusedMultiplyAdd(r, 1f / 720, 1f / 120);
        p = MathF.FusedMultiplyAdd(r, p, 1f / 24);
        p = MathF.FusedMultiplyAdd(r, p, 1f / 6);
        p = MathF.FusedMultiplyAdd(r, p, 0.5f);
        p = MathF.FusedMultiplyAdd(r, p, 1f);
        p = MathF.FusedMultiplyAdd(r, p, 1f);
        return BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(p) + (BitConverter.SingleToInt32Bits(shifted) << 23));
    }

    /// <inheritdoc cref="Exp(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        Vector<float> low = new(ExpLow), high = new(ExpHigh), magic = new(RoundingMagic);
        Vector<float> given = x;
        x = Vector.ConditionalSelect(Vector.LessThan(x, low), low, x);
        x = Vector.ConditionalSelect(Vector.GreaterThan(x, high), high, x);
        Vector<float> shifted = Fma(x, new(Log2E), magic), n = shifted - magic;
        Vector<float> r = Fma(-n, new(Ln2Low), Fma(-n, new(Ln2High), x));
        Vector<float> p = Fma(r, new(1f / 720), new(1f / 120));
        p = Fma(r, p, new(1f / 24));
        p = Fma(r, p, new(1f / 6));
        p = Fma(r, p, new(0.5f));
        p = Fma(r, p, Vector<float>.One);
        p = Fma(r, p, Vector<float>.One);
        Vector<float> y = Vector.AsVectorSingle(Vector.AsVectorInt32(p) + Vector.ShiftLeft(Vector.AsVectorInt32(shifted), 23));
        return Vector.ConditionalSelect(Vector.Equals(given, given), y, given);
    }

    /// <summary>Natural logarithm of positive normal numbers; absolute error below 1e-6 on (0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Log(Vector<float> x)
    {
        Vector<int> bits = Vector.AsVectorInt32(x) - new Vector<int>(0x3F3504F3);                   // √½: the mantissa comes out in [√½, √2)
        Vector<int> exponent = Vector.ShiftRightArithmetic(bits, 23);
        Vector<float> m = Vector.AsVectorSingle((bits & new Vector<int>(0x007FFFFF)) + new Vector<int>(0x3F3504F3));
        Vector<float> s = (m - Vector<float>.One) / (m + Vector<float>.One), z = s * s;
        Vector<float> p = Fma(z, new(1f / 9), new(1f / 7));
        p = Fma(z, p, new(1f / 5));
        p = Fma(z, p, new(1f / 3));
        p = Fma(z, p, Vector<float>.One);
        return Fma(Vector.ConvertToSingle(exponent), new(0.69314718f), (s + s) * p);
    }

    /// <summary>Sine and cosine of a whole turn times <paramref name="turns"/> in [0, 1); absolute error below 1e-6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> Sin, Vector<float> Cos) SinCosOfTurns(Vector<float> turns)
    {
        Vector<float> half = (turns - new Vector<float>(0.5f)) * new Vector<float>(MathF.PI), z = half * half; // [-π/2, π/2)
        Vector<float> s = Fma(z, new(-1f / 39916800), new(1f / 362880));
        s = Fma(z, s, new(-1f / 5040));
        s = Fma(z, s, new(1f / 120));
        s = Fma(z, s, new(-1f / 6));
        s = half * Fma(z, s, Vector<float>.One);
        Vector<float> c = Fma(z, new(1f / 479001600), new(-1f / 3628800));
        c = Fma(z, c, new(1f / 40320));
        c = Fma(z, c, new(-1f / 720));
        c = Fma(z, c, new(1f / 24));
        c = Fma(z, c, new(-0.5f));
        c = Fma(z, c, Vector<float>.One);
        Vector<float> two = new(2f);
        return (-two * s * c, Fma(two * s, s, -Vector<float>.One));                                  // turned by half a turn: the signs flip
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Fma(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.FusedMultiplyAdd(a, b, c);
}
