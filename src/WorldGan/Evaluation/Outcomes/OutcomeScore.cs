using WorldGan.Worlds;

namespace WorldGan.Evaluation.Outcomes;

/// <summary>How far the next states of a world lie from those of the true one, averaged over conditions; units of <see cref="OutcomeSpace"/>.</summary>
/// <param name="Energy">Energy distance; about 0 for the true world.</param>
/// <param name="Wasserstein">Mean Wasserstein-1 distance of one variable; null where none is continuous.</param>
/// <param name="MeanDiscrepancy">Squared maximum mean discrepancy; about 0 for the true world.</param>
/// <param name="Humps">How the samples are spread over humps; null where the true world knows none.</param>
public sealed record OutcomeScore(double Energy, double? Wasserstein, double MeanDiscrepancy, HumpScore? Humps)
{
    internal static OutcomeScore Of(IWorld truth, Conditions conditions, OutcomeSpace space, OutcomeSamples real, OutcomeSamples samples)
    {
        int[] all = [.. Enumerable.Range(0, conditions.Count)];
        int dimensions = space.Dimensions, continuous = space.ContinuousCount;
        return new OutcomeScore(
            all.Average(c => OutcomeDistance.Energy(samples[c], real[c], dimensions)),
            continuous == 0 ? null : all.Average(c => Enumerable.Range(0, continuous).Average(j => OutcomeDistance.Wasserstein(samples[c], real[c], dimensions, j))),
            all.Average(c => OutcomeDistance.MeanDiscrepancy(samples[c], real[c], dimensions)),
            HumpScore.Of(truth, conditions, space, samples));
    }
}
