using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WorldGan.Numerics;

/// <summary>The activations over whole padded buffers; for float with vectors, element by element otherwise. Same bits as <see cref="Activations"/>.</summary>
internal static class VectorActivations
{
    /// <summary>Writes σ(x).</summary>
    public static void Apply<T>(Activation activation, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            ApplyFloat(activation, MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(y));
            return;
        }

        for (int i = 0; i < x.Length; i++) y[i] = Activations.Value(activation, x[i]);
    }

    /// <summary>Multiplies <paramref name="gradient"/> by σ'(x) in place.</summary>
    public static void MultiplyByDerivative<T>(Activation activation, ReadOnlySpan<T> x, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            MultiplyFloat(activation, MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(gradient));
            return;
        }

        for (int i = 0; i < x.Length; i++) gradient[i] *= Activations.Derivative(activation, x[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyFloat(Activation activation, ReadOnlySpan<float> x, Span<float> y)
    {
        ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(x);
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(y);
        Vector<float> one = Vector<float>.One, zero = Vector<float>.Zero, slope = new((float)Activations.LeakySlope);
        switch (activation)
        {
            case Activation.Relu:
                for (int i = 0; i < from.Length; i++) to[i] = Vector.ConditionalSelect(Vector.GreaterThan(from[i], zero), from[i], zero);
                break;
            case Activation.LeakyRelu:
                for (int i = 0; i < from.Length; i++) to[i] = Vector.ConditionalSelect(Vector.GreaterThan(from[i], zero), from[i], slope * from[i]);
                break;
            case Activation.Silu:
                for (int i = 0; i < from.Length; i++) to[i] = from[i] / (one + FloatMath.Exp(-from[i]));
                break;
            default:
                for (int i = 0; i < from.Length; i++) to[i] = one - (one + one) / (one + FloatMath.Exp(from[i] + from[i]));
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyFloat(Activation activation, ReadOnlySpan<float> x, Span<float> gradient)
    {
        ReadOnlySpan<Vector<float>> at = MemoryMarshal.Cast<float, Vector<float>>(x);
        Span<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        Vector<float> one = Vector<float>.One, zero = Vector<float>.Zero, slope = new((float)Activations.LeakySlope);
        switch (activation)
        {
            case Activation.Relu:
                for (int i = 0; i < at.Length; i++) g[i] *= Vector.ConditionalSelect(Vector.GreaterThan(at[i], zero), one, zero);
                break;
            case Activation.LeakyRelu:
                for (int i = 0; i < at.Length; i++) g[i] *= Vector.ConditionalSelect(Vector.GreaterThan(at[i], zero), one, slope);
                break;
            case Activation.Silu:
                for (int i = 0; i < at.Length; i++)
                {
                    Vector<float> s = one / (one + FloatMath.Exp(-at[i]));
                    g[i] *= s * Vector.FusedMultiplyAdd(at[i], one - s, one);
                }

                break;
            default:
                for (int i = 0; i < at.Length; i++)
                {
                    Vector<float> y = one - (one + one) / (one + FloatMath.Exp(at[i] + at[i]));
                    g[i] *= Vector.FusedMultiplyAdd(-y, y, one);
                }

                break;
        }
    }
}
