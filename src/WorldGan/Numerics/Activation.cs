using System.Numerics;

namespace WorldGan.Numerics;

/// <summary>What a hidden layer does to each of its sums.</summary>
public enum Activation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x, or 0.2 x below zero: the critic's, as its second derivative is zero.</summary>
    LeakyRelu,

    /// <summary>x · sigmoid(x).</summary>
    Silu,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
}

/// <summary>Values and derivatives of the activations, one element at a time: the reference for <see cref="VectorActivations"/>.</summary>
internal static class Activations
{
    public const double LeakySlope = 0.2;

    public static T Value<T>(Activation activation, T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => activation switch
        {
            Activation.Relu => x > T.Zero ? x : T.Zero,
            Activation.LeakyRelu => x > T.Zero ? x : T.CreateTruncating(LeakySlope) * x,
            Activation.Silu => x / (T.One + Exp(-x)),
            Activation.Tanh => T.One - (T.One + T.One) / (T.One + Exp(x + x)),
            _ => throw new ArgumentOutOfRangeException(nameof(activation)),
        };

    public static T Derivative<T>(Activation activation, T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (activation)
        {
            case Activation.Relu:
                return x > T.Zero ? T.One : T.Zero;
            case Activation.LeakyRelu:
                return x > T.Zero ? T.One : T.CreateTruncating(LeakySlope);
            case Activation.Silu:
                T s = T.One / (T.One + Exp(-x));
                return s * T.FusedMultiplyAdd(x, T.One - s, T.One);
            default:
                T y = Value(activation, x);
                return T.FusedMultiplyAdd(-y, y, T.One);
        }
    }

    public static T SecondDerivative<T>(Activation activation, T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T two = T.One + T.One;
        switch (activation)
        {
            case Activation.Silu:
                T s = T.One / (T.One + Exp(-x));
                return s * (T.One - s) * (two + x * (T.One - two * s));
            case Activation.Tanh:
                T y = Value(activation, x);
                return -two * y * (T.One - y * y);
            default:
                return T.Zero;
        }
    }

    /// <summary>True where the second derivative is not zero everywhere.</summary>
    public static bool IsSmooth(Activation activation) => activation is Activation.Silu or Activation.Tanh;

    public static T Exp<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? T.CreateTruncating(FloatMath.Exp(float.CreateTruncating(x))) : T.CreateTruncating(ExactMath.Exp(double.CreateTruncating(x)));
}
