using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WorldGan.Numerics.Lanes;

/// <summary>4 floats in a register of 128 bits.</summary>
internal readonly struct Lanes4(Vector128<float> value) : ILanes<Lanes4>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    [MethodImpl(Inline)]
    public static Lanes4 Load(ref float from, nint offset) => new(Vector128.LoadUnsafe(ref Unsafe.Add(ref from, offset)));

    [MethodImpl(Inline)]
    public static void Store(Lanes4 value, ref float to, nint offset) => value._value.StoreUnsafe(ref Unsafe.Add(ref to, offset));

    [MethodImpl(Inline)]
    public static Lanes4 All(float value) => new(Vector128.Create(value));

    [MethodImpl(Inline)]
    public static Lanes4 MultiplyAdd(Lanes4 a, Lanes4 b, Lanes4 c) => new(Vector128.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(Inline)]
    public static void AddProduct(Lanes4 a, Lanes4 b, ref Lanes4 sum) => Unsafe.As<Lanes4, Vector128<float>>(ref sum) = Vector128.FusedMultiplyAdd(a._value, b._value, sum._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator +(Lanes4 a, Lanes4 b) => new(a._value + b._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator -(Lanes4 a, Lanes4 b) => new(a._value - b._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator *(Lanes4 a, Lanes4 b) => new(a._value * b._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator /(Lanes4 a, Lanes4 b) => new(a._value / b._value);

    [MethodImpl(Inline)]
    public static Lanes4 operator -(Lanes4 a) => new(-a._value);

    [MethodImpl(Inline)]
    public static Lanes4 AtLeast(Lanes4 low, Lanes4 a) => new(Vector128.MaxNative(low._value, a._value));

    [MethodImpl(Inline)]
    public static Lanes4 AtMost(Lanes4 high, Lanes4 a) => new(Vector128.MinNative(high._value, a._value));

    [MethodImpl(Inline)]
    public static Lanes4 Exp(Lanes4 a, in ExpConstants<Lanes4> constants) => FloatMath.Exp(a, constants);

    [MethodImpl(Inline)]
    public static Lanes4 ExpOfMinus(Lanes4 a, in ExpConstants<Lanes4> constants) => FloatMath.ExpOfMinus(a, constants);

    [MethodImpl(Inline)]
    public static Lanes4 Log(Lanes4 a) => FloatMath.Log(a);

    [MethodImpl(Inline)]
    public static Lanes4 SquareRoot(Lanes4 a) => new(Vector128.Sqrt(a._value));

    [MethodImpl(Inline)]
    public static Lanes4 WhereGreater(Lanes4 a, Lanes4 b, Lanes4 then, Lanes4 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(a._value, b._value), then._value, otherwise._value));

    [MethodImpl(Inline)]
    public static Lanes4 AddToExponent(Lanes4 value, Lanes4 whole) => new((value._value.AsInt32() + (whole._value.AsInt32() << 23)).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes4 AllBits(uint bits) => new(Vector128.Create(bits).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes4 Xor(Lanes4 a, Lanes4 b) => new((a._value.AsUInt32() ^ b._value.AsUInt32()).AsSingle());

    [MethodImpl(Inline)]
    public static Lanes4 AddWhole(Lanes4 a, uint b) => new((a._value.AsUInt32() + Vector128.Create(b)).AsSingle());

    [MethodImpl(Inline)]
    public static void MultiplyWhole(Lanes4 a, uint b, out Lanes4 high, out Lanes4 low)
    {
        Vector128<uint> bits = a._value.AsUInt32(), factor = Vector128.Create(b);
        Vector128<ulong> even = Wide(bits, factor), odd = Wide((bits.AsUInt64() >>> 32).AsUInt32(), factor), lower = Vector128.Create(0xFFFFFFFFul);
        high = new(((even >>> 32) | (odd & ~lower)).AsSingle());
        low = new(((even & lower) | (odd << 32)).AsSingle());
    }

    [MethodImpl(Inline)]
    public static Lanes4 High24(Lanes4 bits) => new(Vector128.ConvertToSingle((bits._value.AsUInt32() >>> 8).AsInt32()));

    [MethodImpl(Inline)]
    public static (Lanes4 Mantissa, Lanes4 Exponent) SplitExponent(Lanes4 value)
    {
        Vector128<int> root = Vector128.Create(FloatMath.RootOfHalfBits), bits = value._value.AsInt32() - root;
        Vector128<int> mantissa = (bits & Vector128.Create(0x007FFFFF)) + root;
        return (new(mantissa.AsSingle()), new(Vector128.ConvertToSingle(bits >> 23)));
    }

    /// <summary>Products of the lower halves of each 64 bits.</summary>
    [MethodImpl(Inline)]
    private static Vector128<ulong> Wide(Vector128<uint> a, Vector128<uint> b) =>
        Sse2.IsSupported ? Sse2.Multiply(a, b) : (a.AsUInt64() & Vector128.Create(0xFFFFFFFFul)) * (b.AsUInt64() & Vector128.Create(0xFFFFFFFFul));
}
