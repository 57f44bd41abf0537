using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Numerics;

/// <summary>The activations over whole padded buffers, in float with as many lanes as the machine has, in double one by one.</summary>
internal static class Activations
{
    public const float LeakySlope = 0.2f;

    private enum Part
    {
        Value,
        Derivative,
        SecondDerivative,
    }

    /// <summary>True where the second derivative is not zero everywhere.</summary>
    public static bool IsSmooth(Activation activation) => activation is not (Activation.Relu or Activation.LeakyRelu);

    /// <summary>Writes σ(x).</summary>
    /// <param name="activation">σ.</param>
    /// <param name="x">The sums; in float a multiple of 16.</param>
    /// <param name="y">Written.</param>
    public static void Apply<T>(Activation activation, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(Part.Value, activation, x, y);

    /// <summary>Multiplies <paramref name="gradient"/> by σ'(x) in place.</summary>
    public static void MultiplyByDerivative<T>(Activation activation, ReadOnlySpan<T> x, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(Part.Derivative, activation, x, gradient);

    /// <summary>Multiplies <paramref name="gradient"/> by σ''(x) in place.</summary>
    public static void MultiplyBySecondDerivative<T>(Activation activation, ReadOnlySpan<T> x, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(Part.SecondDerivative, activation, x, gradient);

    private static void Run<T>(Part part, Activation activation, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (y.Length < x.Length) throw new ArgumentException($"Expected at least {x.Length} numbers, got {y.Length}.");
        switch (activation)
        {
            case Activation.Relu: Run<T, Relu>(part, x, y); break;
            case Activation.LeakyRelu: Run<T, LeakyRelu>(part, x, y); break;
            case Activation.Silu: Run<T, Silu>(part, x, y); break;
            case Activation.Tanh: Run<T, Tanh>(part, x, y); break;
            case Activation.Sigmoid: Run<T, Sigmoid>(part, x, y); break;
            case Activation.Softplus: Run<T, Softplus>(part, x, y); break;
            case Activation.Elu: Run<T, Elu>(part, x, y); break;
            default: throw new ArgumentOutOfRangeException(nameof(activation), activation, null);
        }
    }

    private static void Run<T, F>(Part part, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where F : struct, IActivationFunction
    {
        if (typeof(T) != typeof(float))
        {
            Singly<F>(part, MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(y));
            return;
        }

        ReadOnlySpan<float> from = MemoryMarshal.Cast<T, float>(x);
        Span<float> to = MemoryMarshal.Cast<T, float>(y);
        switch (LaneWidth.Best)
        {
            case 16: InLanes<Lanes16, F>(part, from, to); break;
            case 8: InLanes<Lanes8, F>(part, from, to); break;
            case 4: InLanes<Lanes4, F>(part, from, to); break;
            default: InLanes<Lanes1, F>(part, from, to); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InLanes<L, F>(Part part, ReadOnlySpan<float> x, Span<float> y)
        where L : struct, ILanes<L>
        where F : struct, IActivationFunction
    {
        if (x.Length % L.Count != 0) throw new ArgumentException($"Expected a multiple of {L.Count} numbers, got {x.Length}.");
        ref float from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y);
        switch (part)
        {
            case Part.Value:
                for (int i = 0; i < x.Length; i += L.Count) L.Store(F.Value(L.Load(ref from, i)), ref to, i);
                break;
            case Part.Derivative:
                for (int i = 0; i < x.Length; i += L.Count) L.Store(L.Load(ref to, i) * F.Derivative(L.Load(ref from, i)), ref to, i);
                break;
            default:
                for (int i = 0; i < x.Length; i += L.Count) L.Store(L.Load(ref to, i) * F.SecondDerivative(L.Load(ref from, i)), ref to, i);
                break;
        }
    }

    private static void Singly<F>(Part part, ReadOnlySpan<double> x, Span<double> y)
        where F : struct, IActivationFunction
    {
        for (int i = 0; i < x.Length; i++)
        {
            var at = new DoubleNumber(x[i]);
            y[i] = part switch
            {
                Part.Value => F.Value(at).Value,
                Part.Derivative => y[i] * F.Derivative(at).Value,
                _ => y[i] * F.SecondDerivative(at).Value,
            };
        }
    }
}
