using System.Runtime.CompilerServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Numerics;

/// <summary>What happens to each sum of a product while its tile is still in the first cache. σ is the activation that is given with it.</summary>
internal enum Epilogue
{
    /// <summary>The sum is stored.</summary>
    None,

    /// <summary>σ(sum) is stored.</summary>
    Activate,

    /// <summary>σ(sum) is stored, and σ'(sum) in the slopes.</summary>
    ActivateAndKeepSlopes,

    /// <summary>σ''(sum) is stored.</summary>
    SecondDerivative,

    /// <summary>The sum times its slope is stored.</summary>
    TimesSlopes,

    /// <summary>The sum times σ'(z) is stored, where σ has no curvature and σ(z) stands in place of the slope: its sign tells σ'.</summary>
    TimesSlopesOfValues,
}

/// <summary>An <see cref="Epilogue"/> that is compiled into the kernel.</summary>
internal interface IEpilogue
{
    static virtual bool ReadsSlopes => false;

    static virtual bool WritesSlopes => false;

    /// <summary>Whether it needs no constants and writes no slopes: then it is done to sums in their registers, and not by a loop over the stored tile.</summary>
    static virtual bool IsShort => false;

    static abstract N Of<N>(N sum, in ExpConstants<N> e, ref N slope)
        where N : struct, IArithmetic<N>;
}

/// <inheritdoc cref="Epilogue.None"/>
internal readonly struct NoEpilogue : IEpilogue
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Of<N>(N sum, in ExpConstants<N> e, ref N slope)
        where N : struct, IArithmetic<N> => sum;
}

/// <inheritdoc cref="Epilogue.Activate"/>
internal readonly struct Activated<F> : IEpilogue
    where F : struct, IActivationFunction
{
    public static bool IsShort => F.IsPiecewiseLinear;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Of<N>(N sum, in ExpConstants<N> e, ref N slope)
        where N : struct, IArithmetic<N> => F.Value(sum, e);
}

/// <inheritdoc cref="Epilogue.ActivateAndKeepSlopes"/>
internal readonly struct ActivatedWithSlope<F> : IEpilogue
    where F : struct, IActivationFunction
{
    public static bool WritesSlopes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Of<N>(N sum, in ExpConstants<N> e, ref N slope)
        where N : struct, IArithmetic<N>
    {
        (N value, slope) = F.ValueAndDerivative(sum, e);
        return value;
    }
}

/// <inheritdoc cref="Epilogue.SecondDerivative"/>
internal readonly struct Curved<F> : IEpilogue
    where F : struct, IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Of<N>(N sum, in ExpConstants<N> e, ref N slope)
        where N : struct, IArithmetic<N> => F.SecondDerivative(sum, e);
}

/// <inheritdoc cref="Epilogue.TimesSlopes"/>
internal readonly struct TimesSlope : IEpilogue
{
    public static bool ReadsSlopes => true;

    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Of<N>(N sum, in ExpConstants<N> e, ref N slope)
        where N : struct, IArithmetic<N> => sum * slope;
}

/// <inheritdoc cref="Epilogue.TimesSlopesOfValues"/>
internal readonly struct TimesSlopeOfValue<F> : IEpilogue
    where F : struct, IActivationFunction
{
    public static bool ReadsSlopes => true;

    public static bool IsShort => F.IsPiecewiseLinear;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static N Of<N>(N sum, in ExpConstants<N> e, ref N slope)
        where N : struct, IArithmetic<N> => sum * F.ValueAndDerivative(slope, e).Derivative;
}
