using System.Numerics;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// The negative log-likelihood of an outcome under a mixture of normal distributions, -log Σₖ wₖ Πₒ N(xₒ; mₖₒ, sₖₒ²) in nats, and its derivatives (Bishop, "Mixture density
/// networks", 1994). One instance serves one thread.
/// </summary>
/// <param name="shape">Where the numbers of the mixture stand.</param>
internal sealed class MixtureLikelihood(MixtureShape shape)
{
    private static readonly double HalfLogTau = 0.5 * ExactMath.Log(Math.Tau);

    private readonly double[] _weights = new double[shape.Components], _shares = new double[shape.Components]; // [K] logarithms first
    private readonly double[] _precisions = new double[shape.Components * shape.Outcomes]; // [K, O] 1 / s

    /// <summary>The negative log-likelihood of one outcome.</summary>
    /// <param name="outputs">[Outputs] the mixture.</param>
    /// <param name="outcome">[O] what was seen.</param>
    /// <param name="slopes">[Outputs] overwritten by weight · ∂/∂output.</param>
    /// <param name="weight">Factor of the slopes.</param>
    public double Differentiate<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> outcome, Span<T> slopes, double weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int k = 0; k < shape.Components; k++)
        {
            _weights[k] = shape.Logits > 0 ? double.CreateTruncating(outputs[k]) : 0;
            _shares[k] = _weights[k] + LogDensity(k, outputs, outcome);
        }

        double logLikelihood = Normalize(_shares) - Normalize(_weights);
        for (int k = 0; k < shape.Logits; k++) slopes[k] = T.CreateTruncating(weight * (_weights[k] - _shares[k]));
        for (int k = 0; k < shape.Components; k++) WriteSlopes(k, outputs, outcome, slopes, weight * _shares[k]);
        return -logLikelihood;
    }

    private double LogDensity<T>(int component, ReadOnlySpan<T> outputs, ReadOnlySpan<T> outcome)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int o = 0; o < outcome.Length; o++)
        {
            double logDeviation = MixtureShape.Bounded(double.CreateTruncating(outputs[shape.LogDeviation(component) + o]));
            double precision = _precisions[component * outcome.Length + o] = ExactMath.Exp(-logDeviation);
            double error = precision * double.CreateTruncating(outcome[o] - outputs[shape.Mean(component) + o]);
            sum -= 0.5 * error * error + logDeviation + HalfLogTau;
        }

        return sum;
    }

    private void WriteSlopes<T>(int component, ReadOnlySpan<T> outputs, ReadOnlySpan<T> outcome, Span<T> slopes, double weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int o = 0; o < outcome.Length; o++)
        {
            int mean = shape.Mean(component) + o, logDeviation = shape.LogDeviation(component) + o;
            double precision = _precisions[component * outcome.Length + o], error = precision * double.CreateTruncating(outcome[o] - outputs[mean]);
            slopes[mean] = T.CreateTruncating(-weight * error * precision);
            slopes[logDeviation] = T.CreateTruncating(MixtureShape.SlopeAt(double.CreateTruncating(outputs[logDeviation]), weight * (1 - error * error)));
        }
    }

    // Numbers in, their shares of the sum of exponentials out; returns the logarithm of that sum.
    private static double Normalize(Span<double> logarithms)
    {
        double highest = double.NegativeInfinity, sum = 0;
        foreach (double x in logarithms) highest = Math.Max(highest, x);
        foreach (ref double x in logarithms) sum += x = ExactMath.Exp(x - highest);
        foreach (ref double x in logarithms) x /= sum;
        return highest + ExactMath.Log(sum);
    }
}
