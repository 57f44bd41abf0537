using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    public static Lanes4 AtLeast(float low, Lanes4 a) => new(Vector128.MaxNative(Vector128.Create(low), a._value));

    [MethodImpl(Inline)]
    public static Lanes4 AtMost(float high, Lanes4 a) => new(Vector128.MinNative(Vector128.Create(high), a._value));

    [MethodImpl(Inline)]
    public static Lanes4 Exp(Lanes4 a) => FloatMath.Exp(a);

    [MethodImpl(Inline)]
    public static Lanes4 ExpWithin(Lanes4 a) => FloatMath.ExpWithin(a);

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
    public static Lanes4 High24(Lanes4 bits) => new(Vector128.ConvertToSingle((bits._value.AsUInt32() >>> 8).AsInt32()));

    [MethodImpl(Inline)]
    public static (Lanes4 Mantissa, Lanes4 Exponent) SplitExponent(Lanes4 value)
    {
        Vector128<int> root = Vector128.Create(FloatMath.RootOfHalfBits), bits = value._value.AsInt32() - root;
        Vector128<int> mantissa = (bits & Vector128.Create(0x007FFFFF)) + root;
        return (new(mantissa.AsSingle()), new(Vector128.ConvertToSingle(bits >> 23)));
    }
}
