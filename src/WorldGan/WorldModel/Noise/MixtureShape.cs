using System.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// Where the numbers of a mixture of normal distributions stand in a network's outputs: the logits of the components, of which a single component has none,
/// then of each component its means and the logarithms of its standard deviations.
/// </summary>
/// <param name="Components">K, the number of normal distributions.</param>
/// <param name="Outcomes">O, the variables of each.</param>
internal readonly record struct MixtureShape(int Components, int Outcomes)
{
    // Below, a component is a point: 0.7 % of the noise's scale. Above, it is wider than all of the noise.
    internal const float LeastLogDeviation = -5, MostLogDeviation = 2;

    /// <summary>Number of logits.</summary>
    public int Logits => Components > 1 ? Components : 0;

    /// <summary>Number of outputs.</summary>
    public int Outputs => Logits + 2 * Components * Outcomes;

    /// <summary>The output that is the mean of a component's first variable; the others follow.</summary>
    public int Mean(int component) => Logits + 2 * component * Outcomes;

    /// <summary>The output that is the logarithm of the standard deviation of a component's first variable, before <see cref="Bounded"/>; the others follow.</summary>
    public int LogDeviation(int component) => Mean(component) + Outcomes;

    /// <summary>The logarithm of a standard deviation as it is used: bounded.</summary>
    public static T Bounded<T>(T logDeviation)
        where T : INumber<T> => T.Clamp(logDeviation, T.CreateTruncating(LeastLogDeviation), T.CreateTruncating(MostLogDeviation));

    /// <summary>The slope that goes back through <see cref="Bounded"/>: none that would lead farther out.</summary>
    public static double SlopeAt(double logDeviation, double slope) =>
        (logDeviation < LeastLogDeviation && slope > 0) || (logDeviation > MostLogDeviation && slope < 0) ? 0 : slope;
}
