using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WorldGan.Numerics.Lanes;

/// <summary>8 floats in a register of 256 bits.</summary>
internal readonly struct Lanes8(Vector256<float> value) : ILanes<Lanes8>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    [MethodImpl(Inline)]
    public static Lanes8 Load(ref float from, nint offset) => new(Vector256.LoadUnsafe(ref Unsafe.Add(ref from, offset)));

    [MethodImpl(Inline)]
    public static void Store(Lanes8 value, ref float to, nint offset) => value._value.StoreUnsafe(ref Unsafe.Add(ref to, offset));

    [MethodImpl(Inline)]
    public static Lanes8 All(float value) => new(Vector256.Create(value));

    [MethodImpl(Inline)]
    public static Lanes8 MultiplyAdd(Lanes8 a, Lanes8 b, Lanes8 c) => new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(Inline)]
    public static void AddProduct(Lanes8 a, Lanes8 b, ref Lanes8 sum) => Unsafe.As<Lanes8, Vector256<float>>(ref sum) = Vector256.FusedMultiplyAdd(a._value, b._value, sum._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator +(Lanes8 a, Lanes8 b) => new(a._value + b._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator -(Lanes8 a, Lanes8 b) => new(a._value - b._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator *(Lanes8 a, Lanes8 b) => new(a._value * b._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator /(Lanes8 a, Lanes8 b) => new(a._value / b._value);

    [MethodImpl(Inline)]
    public static Lanes8 operator -(Lanes8 a) => new(-a._value);

    [MethodImpl(Inline)]
    public static Lanes8 AtLeast(Lanes8 low, Lanes8 a) => new(Vector256.MaxNative(low._value, a._value));

    [MethodImpl(Inline)]
    public static Lanes8 AtMost(Lanes8 high, Lanes8 a) => new(Vector256.MinNative(high._value, a._value));

    [MethodImpl(Inline)]
    public static Lanes8 Exp(Lanes8 a, in ExpConstants<Lanes8> constants) => FloatMath.Exp(a, constants);

    [MethodImpl(Inline)]
    public static Lanes8 ExpOfMinus(Lanes8 a, in ExpConstants<Lanes8> constants) => FloatMath.ExpOfMinus(a, constants);

    [MethodImpl(Inline)]
    public static Lanes8 Log(Lanes8 a) => FloatMath.Log(a);

    [MethodImpl(Inline)]
    public static Lanes8 SquareRoot(Lanes8 a) => new(Vector256.Sqrt(a._value));

    [MethodImpl(Inline)]
    public static Lanes8 WhereGreater(Lanes8 a, Lanes8 b, Lanes8 then, Lanes8 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(a._value, b._value), then._value, otherwise._value));

    [MethodImpl(Inline)]
    public static Lanes8 AddToExponent(Lanes8 value, Lanes8 whole) => new((value._value.AsInt32() + (whole._value.AsInt32() << 23)).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes8 AllBits(uint bits) => new(Vector256.Create(bits).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes8 Xor(Lanes8 a, Lanes8 b) => new((a._value.AsUInt32() ^ b._value.AsUInt32()).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes8 AddWhole(Lanes8 a, uint b) => new((a._value.AsUInt32() + Vector256.Create(b)).AsSingle());

    [MethodImpl(Inline)]
    public static void MultiplyWhole(Lanes8 a, uint b, out Lanes8 high, out Lanes8 low)
    {
        Vector256<uint> bits = a._value.AsUInt32(), factor = Vector256.Create(b);
        Vector256<ulong> even = Wide(bits, factor), odd = Wide((bits.AsUInt64() >>> 32).AsUInt32(), factor);
        (high, low) = (Interleaved(even >>> 32, odd), Interleaved(even, odd << 32));
    }

    [MethodImpl(Inline)]
    public static Lanes8 High24(Lanes8 bits) => new(Vector256.ConvertToSingle((bits._value.AsUInt32() >>> 8).AsInt32()));

    [MethodImpl(Inline)]
    public static (Lanes8 Mantissa, Lanes8 Exponent) SplitExponent(Lanes8 value)
    {
        Vector256<int> root = Vector256.Create(FloatMath.RootOfHalfBits), bits = value._value.AsInt32() - root;
        Vector256<int> mantissa = (bits & Vector256.Create(0x007FFFFF)) + root;
        return (new(mantissa.AsSingle()), new(Vector256.ConvertToSingle(bits >> 23)));
    }

    /// <summary>Products of the lower halves of each 64 bits.</summary>
    [MethodImpl(Inline)]
    private static Vector256<ulong> Wide(Vector256<uint> a, Vector256<uint> b) =>
        Avx2.IsSupported ? Avx2.Multiply(a, b) : (a.AsUInt64() & Vector256.Create(0xFFFFFFFFul)) * (b.AsUInt64() & Vector256.Create(0xFFFFFFFFul));

    /// <summary>The lower half of each 64 bits of one, and the upper half of the other.</summary>
    [MethodImpl(Inline)]
    private static Lanes8 Interleaved(Vector256<ulong> lower, Vector256<ulong> upper) => new((Avx2.IsSupported
        ? Avx2.Blend(lower.AsUInt32(), upper.AsUInt32(), 0b10101010)
        : Vector256.ConditionalSelect(Vector256.Create(0xFFFFFFFFul).AsUInt32(), lower.AsUInt32(), upper.AsUInt32())).AsSingle());
}
