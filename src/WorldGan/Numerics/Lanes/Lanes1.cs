using System.Runtime.CompilerServices;

namespace WorldGan.Numerics.Lanes;

/// <summary>A single float: the reference for the wider ones, and the fallback of machines without vectors.</summary>
internal readonly struct Lanes1(float value) : ILanes<Lanes1>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public readonly float Value = value;

    public static int Count => 1;

    [MethodImpl(Inline)]
    public static Lanes1 Load(ref float from, nint offset) => new(Unsafe.Add(ref from, offset));

    [MethodImpl(Inline)]
    public static void Store(Lanes1 value, ref float to, nint offset) => Unsafe.Add(ref to, offset) = value.Value;

    [MethodImpl(Inline)]
    public static Lanes1 All(float value) => new(value);

    [MethodImpl(Inline)]
    public static Lanes1 MultiplyAdd(Lanes1 a, Lanes1 b, Lanes1 c) => new(MathF.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(Inline)]
    public static void AddProduct(Lanes1 a, Lanes1 b, ref Lanes1 sum) => sum = MultiplyAdd(a, b, sum);

    [MethodImpl(Inline)]
    public static Lanes1 operator +(Lanes1 a, Lanes1 b) => new(a.Value + b.Value);

    [MethodImpl(Inline)]
    public static Lanes1 operator -(Lanes1 a, Lanes1 b) => new(a.Value - b.Value);

    [MethodImpl(Inline)]
    public static Lanes1 operator *(Lanes1 a, Lanes1 b) => new(a.Value * b.Value);

    [MethodImpl(Inline)]
    public static Lanes1 operator /(Lanes1 a, Lanes1 b) => new(a.Value / b.Value);

    [MethodImpl(Inline)]
    public static Lanes1 operator -(Lanes1 a) => new(-a.Value);

    [MethodImpl(Inline)]
    public static Lanes1 AtLeast(Lanes1 low, Lanes1 a) => low.Value > a.Value ? low : a;

    [MethodImpl(Inline)]
    public static Lanes1 AtMost(Lanes1 high, Lanes1 a) => high.Value < a.Value ? high : a;

    [MethodImpl(Inline)]
    public static Lanes1 Exp(Lanes1 a, in ExpConstants<Lanes1> constants) => FloatMath.Exp(a, constants);

    [MethodImpl(Inline)]
    public static Lanes1 ExpOfMinus(Lanes1 a, in ExpConstants<Lanes1> constants) => FloatMath.ExpOfMinus(a, constants);

    [MethodImpl(Inline)]
    public static Lanes1 Log(Lanes1 a) => FloatMath.Log(a);

    [MethodImpl(Inline)]
    public static Lanes1 SquareRoot(Lanes1 a) => new(MathF.Sqrt(a.Value));

    [MethodImpl(Inline)]
    public static Lanes1 WhereGreater(Lanes1 a, Lanes1 b, Lanes1 then, Lanes1 otherwise) => a.Value > b.Value ? then : otherwise;

    [MethodImpl(Inline)]
    public static Lanes1 AddToExponent(Lanes1 value, Lanes1 whole) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value.Value) + (BitConverter.SingleToInt32Bits(whole.Value) << 23)));

    [MethodImpl(Inline)]
    public static Lanes1 AllBits(uint bits) => new(BitConverter.UInt32BitsToSingle(bits));

    [MethodImpl(Inline)]
    public static Lanes1 Xor(Lanes1 a, Lanes1 b) => AllBits(Bits(a) ^ Bits(b));

    [MethodImpl(Inline)]
    public static Lanes1 AddWhole(Lanes1 a, uint b) => AllBits(Bits(a) + b);

    [MethodImpl(Inline)]
    public static void MultiplyWhole(Lanes1 a, uint b, out Lanes1 high, out Lanes1 low)
    {
        ulong product = (ulong)Bits(a) * b;
        (high, low) = (AllBits((uint)(product >> 32)), AllBits((uint)product));
    }

    [MethodImpl(Inline)]
    public static Lanes1 High24(Lanes1 bits) => new(Bits(bits) >>> 8);

    [MethodImpl(Inline)]
    public static (Lanes1 Mantissa, Lanes1 Exponent) SplitExponent(Lanes1 value)
    {
        int bits = BitConverter.SingleToInt32Bits(value.Value) - FloatMath.RootOfHalfBits;
        int mantissa = (bits & 0x007FFFFF) + FloatMath.RootOfHalfBits;
        return (new(BitConverter.Int32BitsToSingle(mantissa)), new(bits >> 23));
    }

    [MethodImpl(Inline)]
    private static uint Bits(Lanes1 a) => BitConverter.SingleToUInt32Bits(a.Value);
}
