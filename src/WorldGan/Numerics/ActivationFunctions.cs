using System.Runtime.CompilerServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Numerics;

/// <summary>An activation σ with its derivatives, written once for all kinds of numbers. The constants that e^x needs come from the loop around it.</summary>
internal interface IActivationFunction
{
    /// <summary>Whether it is two straight lines that meet at zero: a few operations, no exponential, no curvature, and σ'(x) is also the derivative at σ(x).</summary>
    static virtual bool IsPiecewiseLinear => false;

    static abstract N Value<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N>;

    /// <summary>σ and σ', which share most of their work.</summary>
    static abstract (N Value, N Derivative) ValueAndDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N>;

    static abstract N SecondDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N>;
}

/// <inheritdoc cref="Activation.Relu"/>
internal readonly struct Relu : IActivationFunction
{
    public static bool IsPiecewiseLinear => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => N.WhereGreater(x, N.All(0), x, N.All(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (N Value, N Derivative) ValueAndDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => (Value(x, e), N.WhereGreater(x, N.All(0), N.All(1), N.All(0)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => N.All(0);
}

/// <inheritdoc cref="Activation.LeakyRelu"/>
internal readonly struct LeakyRelu : IActivationFunction
{
    public const float Slope = 0.2f;

    public static bool IsPiecewiseLinear => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => N.WhereGreater(x, N.All(0), x, N.All(Slope) * x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (N Value, N Derivative) ValueAndDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => (Value(x, e), N.WhereGreater(x, N.All(0), N.All(1), N.All(Slope)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => N.All(0);
}

/// <inheritdoc cref="Activation.Silu"/>
internal readonly struct Silu : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N>
    {
        x = N.AtLeast(e.Low, x);
        return x * SigmoidOf(x, e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (N Value, N Derivative) ValueAndDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N>
    {
        x = N.AtLeast(e.Low, x);
        N s = SigmoidOf(x, e), value = x * s;
        return (value, N.MultiplyAdd(value, N.All(1) - s, s));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N>
    {
        x = N.AtLeast(e.Low, x);
        N s = SigmoidOf(x, e);
        return s * (N.All(1) - s) * (N.All(2) + x * (N.All(1) - N.All(2) * s));
    }

    // Beyond the edge σ(x) is x, or nothing: what x would still do is overflow. x is known to be above -87, and makes every product that it is in a NaN where it is one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static N SigmoidOf<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => e.One / (e.One + N.ExpOfMinus(N.AtMost(e.Edge, x), e));
}

/// <inheritdoc cref="Activation.Tanh"/>
internal readonly struct Tanh : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => N.All(1) - N.All(2) / (N.All(1) + N.Exp(x + x, e));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (N Value, N Derivative) ValueAndDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N>
    {
        N y = Value(x, e);
        return (y, N.MultiplyAdd(-y, y, N.All(1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N>
    {
        N y = Value(x, e);
        return N.All(-2) * y * (N.All(1) - y * y);
    }
}

/// <inheritdoc cref="Activation.Sigmoid"/>
internal readonly struct Sigmoid : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => N.All(1) / (N.All(1) + N.Exp(-x, e));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (N Value, N Derivative) ValueAndDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N>
    {
        N s = Value(x, e);
        return (s, s * (N.All(1) - s));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N>
    {
        N s = Value(x, e);
        return s * (N.All(1) - s) * (N.All(1) - N.All(2) * s);
    }
}

/// <inheritdoc cref="Activation.Softplus"/>
internal readonly struct Softplus : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N>
    {
        N zero = N.All(0), positive = N.WhereGreater(zero, x, zero, x); // a NaN stays
        return positive + N.Log(N.All(1) + N.Exp(N.WhereGreater(x, zero, -x, x), e));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (N Value, N Derivative) ValueAndDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => (Value(x, e), Sigmoid.Value(x, e));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => Sigmoid.ValueAndDerivative(x, e).Derivative;
}

/// <inheritdoc cref="Activation.Elu"/>
internal readonly struct Elu : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => N.WhereGreater(x, N.All(0), x, N.Exp(x, e) - N.All(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (N Value, N Derivative) ValueAndDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N>
    {
        N y = N.Exp(x, e), zero = N.All(0), one = N.All(1);
        return (N.WhereGreater(x, zero, x, y - one), N.WhereGreater(x, zero, one, y));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x, in ExpConstants<N> e)
        where N : struct, IArithmetic<N> => N.WhereGreater(x, N.All(0), N.All(0), N.Exp(x, e));
}
