using WorldGan.Worlds;

namespace WorldGan.Evaluation.Outcomes;

/// <summary>How far the next states of a world lie from those of the true one, averaged over conditions; units of <see cref="OutcomeSpace"/>.</summary>
/// <param name="Energy">Energy distance; about 0 for the true world.</param>
/// <param name="Wasserstein">Mean Wasserstein-1 distance of one variable; null where none is continuous.</param>
/// <param name="MeanDiscrepancy">Squared maximum mean discrepancy; about 0 for the true world.</param>
/// <param name="Humps">How the samples are spread over humps; null where the true world knows none.</param>
/// <param name="SureError">
/// Root mean square distance of the samples from the true outcome, over the conditions with a single one; null unless other conditions have several. Needs a true
/// world without noise around its humps.
/// </param>
/// <param name="UnsureEnergy">Energy distance over the conditions with several humps; null unless others have a single one.</param>
public sealed record OutcomeScore(double Energy, double? Wasserstein, double MeanDiscrepancy, HumpScore? Humps, double? SureError, double? UnsureEnergy)
{
    internal static OutcomeScore Of(IWorld truth, Conditions conditions, OutcomeSpace space, OutcomeSamples real, OutcomeSamples samples)
    {
        int[] all = [.. Enumerable.Range(0, conditions.Count)];
        int dimensions = space.Dimensions, continuous = space.ContinuousCount;
        ILookup<bool, int> bySure = all.ToLookup(c => truth.Humps(conditions.State(c), conditions.Actions[c]).Count == 1);
        bool isMixed = bySure[true].Any() && bySure[false].Any();
        return new OutcomeScore(
            all.Average(c => OutcomeDistance.Energy(samples[c], real[c], dimensions)),
            continuous == 0 ? null : all.Average(c => Enumerable.Range(0, continuous).Average(j => OutcomeDistance.Wasserstein(samples[c], real[c], dimensions, j))),
            all.Average(c => OutcomeDistance.MeanDiscrepancy(samples[c], real[c], dimensions)),
            HumpScore.Of(truth, conditions, space, samples),
            isMixed ? Math.Sqrt(bySure[true].Average(c => MeanSquare(samples[c], real[c][..dimensions]))) : null,
            isMixed ? bySure[false].Average(c => OutcomeDistance.Energy(samples[c], real[c], dimensions)) : null);

        static double MeanSquare(ReadOnlySpan<float> points, ReadOnlySpan<float> from)
        {
            double sum = 0;
            for (int at = 0; at < points.Length; at += from.Length)
                if (OutcomeDistance.Of(points.Slice(at, from.Length), from) is var distance) sum += distance * distance;
            return sum * from.Length / points.Length;
        }
    }
}
