using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>Episodes of one policy in the true world and in another that stands for it.</summary>
/// <param name="Name">The policy.</param>
/// <param name="TrueReturn">Mean undiscounted return in the true world.</param>
/// <param name="Return">The same in the other world.</param>
/// <param name="TrueSteps">Mean steps of an episode in the true world.</param>
/// <param name="Steps">The same in the other world.</param>
/// <param name="StepsDistance">Kolmogorov-Smirnov distance of the two distributions of steps, 0 to 1.</param>
/// <param name="StepsFloor">The same distance between two sets of true episodes.</param>
public sealed record PlayedPolicy(string Name, double TrueReturn, double Return, double TrueSteps, double Steps, double StepsDistance, double StepsFloor)
{
    internal static PlayedPolicy Of(string name, PlayedEpisodes truth, PlayedEpisodes again, PlayedEpisodes other) => new(
        name, truth.Returns.Average(), other.Returns.Average(), truth.Steps.Average(), other.Steps.Average(), Distance(truth.Steps, other.Steps), Distance(truth.Steps, again.Steps));

    /// <summary>The largest difference of the two cumulative distributions.</summary>
    internal static double Distance(int[] left, int[] right)
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

/// <summary>What whole episodes came to.</summary>
/// <param name="Returns">Undiscounted return of each.</param>
/// <param name="Steps">Steps of each.</param>
internal sealed record PlayedEpisodes(double[] Returns, int[] Steps)
{
    public static PlayedEpisodes Play(IWorld world, IPolicy policy, EvaluationOptions options, int threads, CancellationToken cancellation)
    {
        int horizon = world.Spec.StepLimit ?? options.HorizonWithoutStepLimit;
        RolloutBatch[] batches = [.. RolloutEngine.RunInBatches(world, policy, StartStates.Episodes(world, options.Episodes, options.Seed), horizon, threads, cancellation)];
        return new PlayedEpisodes(
            [.. batches.SelectMany(batch => Enumerable.Range(0, batch.Count).Select(row => CautiousReturn.Of(world, batch, row, horizon)))],
            [.. batches.SelectMany(batch => batch.Lengths)]);
    }
}
