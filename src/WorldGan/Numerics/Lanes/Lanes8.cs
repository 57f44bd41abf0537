using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    public static Lanes8 AtLeast(float low, Lanes8 a) => new(Vector256.MaxNative(Vector256.Create(low), a._value));

    [MethodImpl(Inline)]
    public static Lanes8 AtMost(float high, Lanes8 a) => new(Vector256.MinNative(Vector256.Create(high), a._value));

    [MethodImpl(Inline)]
    public static Lanes8 Exp(Lanes8 a) => FloatMath.Exp(a);

    [MethodImpl(Inline)]
    public static Lanes8 ExpWithin(Lanes8 a) => FloatMath.ExpWithin(a);

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
    public static Lanes8 High24(Lanes8 bits) => new(Vector256.ConvertToSingle((bits._value.AsUInt32() >>> 8).AsInt32()));

    [MethodImpl(Inline)]
    public static (Lanes8 Mantissa, Lanes8 Exponent) SplitExponent(Lanes8 value)
    {
        Vector256<int> root = Vector256.Create(FloatMath.RootOfHalfBits), bits = value._value.AsInt32() - root;
        Vector256<int> mantissa = (bits & Vector256.Create(0x007FFFFF)) + root;
        return (new(mantissa.AsSingle()), new(Vector256.ConvertToSingle(bits >> 23)));
    }
}
