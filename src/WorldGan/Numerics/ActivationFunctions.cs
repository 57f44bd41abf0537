using System.Runtime.CompilerServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Numerics;

/// <summary>An activation with its derivatives, written once for all kinds of numbers.</summary>
internal interface IActivationFunction
{
    static abstract N Value<N>(N x)
        where N : struct, IArithmetic<N>;

    static abstract N Derivative<N>(N x)
        where N : struct, IArithmetic<N>;

    static abstract N SecondDerivative<N>(N x)
        where N : struct, IArithmetic<N>;
}

/// <inheritdoc cref="Activation.Relu"/>
internal readonly struct Relu : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x)
        where N : struct, IArithmetic<N> => N.WhereGreater(x, N.All(0), x, N.All(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Derivative<N>(N x)
        where N : struct, IArithmetic<N> => N.WhereGreater(x, N.All(0), N.All(1), N.All(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x)
        where N : struct, IArithmetic<N> => N.All(0);
}

/// <inheritdoc cref="Activation.LeakyRelu"/>
internal readonly struct LeakyRelu : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x)
        where N : struct, IArithmetic<N> => N.WhereGreater(x, N.All(0), x, N.All(Activations.LeakySlope) * x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Derivative<N>(N x)
        where N : struct, IArithmetic<N> => N.WhereGreater(x, N.All(0), N.All(1), N.All(Activations.LeakySlope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x)
        where N : struct, IArithmetic<N> => N.All(0);
}

/// <inheritdoc cref="Activation.Silu"/>
internal readonly struct Silu : IActivationFunction
{
    private const float Lowest = -100;                      // lower ones would grow beside an exponential that does not

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x)
        where N : struct, IArithmetic<N>
    {
        x = N.AtLeast(Lowest, x);
        return x / (N.All(1) + N.Exp(-x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Derivative<N>(N x)
        where N : struct, IArithmetic<N>
    {
        N s = Sigmoid.Value(x);
        return s * N.MultiplyAdd(x, N.All(1) - s, N.All(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x)
        where N : struct, IArithmetic<N>
    {
        N s = Sigmoid.Value(x);
        return s * (N.All(1) - s) * (N.All(2) + x * (N.All(1) - N.All(2) * s));
    }
}

/// <inheritdoc cref="Activation.Tanh"/>
internal readonly struct Tanh : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x)
        where N : struct, IArithmetic<N> => N.All(1) - N.All(2) / (N.All(1) + N.Exp(x + x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Derivative<N>(N x)
        where N : struct, IArithmetic<N>
    {
        N y = Value(x);
        return N.MultiplyAdd(-y, y, N.All(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x)
        where N : struct, IArithmetic<N>
    {
        N y = Value(x);
        return N.All(-2) * y * (N.All(1) - y * y);
    }
}

/// <inheritdoc cref="Activation.Sigmoid"/>
internal readonly struct Sigmoid : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x)
        where N : struct, IArithmetic<N> => N.All(1) / (N.All(1) + N.Exp(-x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Derivative<N>(N x)
        where N : struct, IArithmetic<N>
    {
        N s = Value(x);
        return s * (N.All(1) - s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x)
        where N : struct, IArithmetic<N>
    {
        N s = Value(x);
        return s * (N.All(1) - s) * (N.All(1) - N.All(2) * s);
    }
}

/// <inheritdoc cref="Activation.Softplus"/>
internal readonly struct Softplus : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x)
        where N : struct, IArithmetic<N>
    {
        N zero = N.All(0), positive = N.WhereGreater(zero, x, zero, x); // a NaN stays
        return positive + N.Log(N.All(1) + N.Exp(N.WhereGreater(x, zero, -x, x)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Derivative<N>(N x)
        where N : struct, IArithmetic<N> => Sigmoid.Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x)
        where N : struct, IArithmetic<N> => Sigmoid.Derivative(x);
}

/// <inheritdoc cref="Activation.Elu"/>
internal readonly struct Elu : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Value<N>(N x)
        where N : struct, IArithmetic<N> => N.WhereGreater(x, N.All(0), x, N.Exp(x) - N.All(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Derivative<N>(N x)
        where N : struct, IArithmetic<N> => N.WhereGreater(x, N.All(0), N.All(1), N.Exp(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N SecondDerivative<N>(N x)
        where N : struct, IArithmetic<N> => N.WhereGreater(x, N.All(0), N.All(0), N.Exp(x));
}
