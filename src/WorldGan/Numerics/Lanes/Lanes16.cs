using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WorldGan.Numerics.Lanes;

/// <summary>16 floats in a register of 512 bits.</summary>
internal readonly struct Lanes16(Vector512<float> value) : ILanes<Lanes16>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    [MethodImpl(Inline)]
    public static Lanes16 Load(ref float from, nint offset) => new(Vector512.LoadUnsafe(ref Unsafe.Add(ref from, offset)));

    [MethodImpl(Inline)]
    public static void Store(Lanes16 value, ref float to, nint offset) => value._value.StoreUnsafe(ref Unsafe.Add(ref to, offset));

    [MethodImpl(Inline)]
    public static Lanes16 All(float value) => new(Vector512.Create(value));

    [MethodImpl(Inline)]
    public static Lanes16 MultiplyAdd(Lanes16 a, Lanes16 b, Lanes16 c) => new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(Inline)]
    public static void AddProduct(Lanes16 a, Lanes16 b, ref Lanes16 sum) => Unsafe.As<Lanes16, Vector512<float>>(ref sum) = Vector512.FusedMultiplyAdd(a._value, b._value, sum._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator +(Lanes16 a, Lanes16 b) => new(a._value + b._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator -(Lanes16 a, Lanes16 b) => new(a._value - b._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator *(Lanes16 a, Lanes16 b) => new(a._value * b._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator /(Lanes16 a, Lanes16 b) => new(a._value / b._value);

    [MethodImpl(Inline)]
    public static Lanes16 operator -(Lanes16 a) => new(-a._value);

    [MethodImpl(Inline)]
    public static Lanes16 AtLeast(Lanes16 low, Lanes16 a) => new(Vector512.MaxNative(low._value, a._value));

    [MethodImpl(Inline)]
    public static Lanes16 AtMost(Lanes16 high, Lanes16 a) => new(Vector512.MinNative(high._value, a._value));

    [MethodImpl(Inline)]
    public static Lanes16 Exp(Lanes16 a, in ExpConstants<Lanes16> constants) => FloatMath.Exp(a, constants);

    [MethodImpl(Inline)]
    public static Lanes16 ExpOfMinus(Lanes16 a, in ExpConstants<Lanes16> constants) => FloatMath.ExpOfMinus(a, constants);

    [MethodImpl(Inline)]
    public static Lanes16 Log(Lanes16 a) => FloatMath.Log(a);

    [MethodImpl(Inline)]
    public static Lanes16 SquareRoot(Lanes16 a) => new(Vector512.Sqrt(a._value));

    [MethodImpl(Inline)]
    public static Lanes16 WhereGreater(Lanes16 a, Lanes16 b, Lanes16 then, Lanes16 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(a._value, b._value), then._value, otherwise._value));

    [MethodImpl(Inline)]
    public static Lanes16 AddToExponent(Lanes16 value, Lanes16 whole) => new((value._value.AsInt32() + (whole._value.AsInt32() << 23)).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes16 AllBits(uint bits) => new(Vector512.Create(bits).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes16 Xor(Lanes16 a, Lanes16 b) => new((a._value.AsUInt32() ^ b._value.AsUInt32()).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes16 AddWhole(Lanes16 a, uint b) => new((a._value.AsUInt32() + Vector512.Create(b)).AsSingle());

    [MethodImpl(Inline)]
    public static void MultiplyWhole(Lanes16 a, uint b, out Lanes16 high, out Lanes16 low)
    {
        Vector512<uint> bits = a._value.AsUInt32(), factor = Vector512.Create(b);
        Vector512<ulong> even = Wide(bits, factor), odd = Wide((bits.AsUInt64() >>> 32).AsUInt32(), factor), lower = Vector512.Create(0xFFFFFFFFul);
        high = new(((even >>> 32) | (odd & ~lower)).AsSingle());
        low = new(((even & lower) | (odd << 32)).AsSingle());
    }

    [MethodImpl(Inline)]
    public static Lanes16 High24(Lanes16 bits) => new(Vector512.ConvertToSingle((bits._value.AsUInt32() >>> 8).AsInt32()));

    [MethodImpl(Inline)]
    public static (Lanes16 Mantissa, Lanes16 Exponent) SplitExponent(Lanes16 value)
    {
        Vector512<int> root = Vector512.Create(FloatMath.RootOfHalfBits), bits = value._value.AsInt32() - root;
        Vector512<int> mantissa = (bits & Vector512.Create(0x007FFFFF)) + root;
        return (new(mantissa.AsSingle()), new(Vector512.ConvertToSingle(bits >> 23)));
    }

    /// <summary>Products of the lower halves of each 64 bits.</summary>
    [MethodImpl(Inline)]
    private static Vector512<ulong> Wide(Vector512<uint> a, Vector512<uint> b) =>
        Avx512F.IsSupported ? Avx512F.Multiply(a, b) : (a.AsUInt64() & Vector512.Create(0xFFFFFFFFul)) * (b.AsUInt64() & Vector512.Create(0xFFFFFFFFul));
}
