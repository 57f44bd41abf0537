using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>How long episodes of a policy are in a learned world and in the true one.</summary>
/// <param name="Policy">Name of the policy.</param>
/// <param name="TrueMean">Mean steps of an episode in the true world.</param>
/// <param name="ImaginedMean">Mean steps of an episode in the learned world.</param>
/// <param name="Distance">Kolmogorov-Smirnov distance of the two distributions of lengths, 0 to 1.</param>
/// <param name="Floor">The same distance between two sets of true episodes.</param>
public sealed record EpisodeLengths(string Policy, double TrueMean, double ImaginedMean, double Distance, double Floor)
{
    /// <summary>Plays new episodes in both worlds.</summary>
    /// <param name="truth">The true world.</param>
    /// <param name="learned">The learned world.</param>
    /// <param name="policy">Who acts.</param>
    /// <param name="options">The seed, and the most steps where the world states no limit.</param>
    /// <param name="episodes">Episodes in each world.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the measurement.</param>
    internal static EpisodeLengths Measure(
        IWorld truth, IWorld learned, NamedPolicy policy, EvaluationOptions options, int episodes, int threads, CancellationToken cancellation)
    {
        int[] real = Play(truth, options.Seed), again = Play(truth, options.Seed + 1), imagined = Play(learned, options.Seed);
        return new EpisodeLengths(policy.Name, real.Average(), imagined.Average(), Between(real, imagined), Between(real, again));

        int[] Play(IWorld world, ulong seed) =>
            [.. RolloutEngine.RunInBatches(world, policy.Policy, StartStates.Episodes(world, episodes, seed), world.Spec.StepLimit ?? options.HorizonWithoutStepLimit, threads, cancellation).SelectMany(batch => batch.Lengths)];
    }

    /// <summary>The largest difference of the two cumulative distributions.</summary>
    internal static double Between(int[] left, int[] right)
    {
        int[] a = [.. left.Order()], b = [.. right.Order()];
        double most = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            int value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value) i++;
            while (j < b.Length && b[j] == value) j++;
            most = Math.Max(most, Math.Abs((double)i / a.Length - (double)j / b.Length));
        }

        return most;
    }
}
