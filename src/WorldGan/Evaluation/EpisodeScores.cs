using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>What whole episodes of a policy in one world came to.</summary>
/// <param name="Returns">Their undiscounted returns; what follows where the learned world no longer knows counts as the lowest return that rewards allow, or nothing where that is more.</param>
/// <param name="MeanSteps">Mean number of steps.</param>
/// <param name="TerminalShare">Share of episodes with a true end.</param>
/// <param name="TimeLimitShare">Share of episodes that ran to the step limit.</param>
/// <param name="LeftSupportShare">Share of episodes that ended where the learned world no longer knows; beyond a third, its forecast says nothing.</param>
public sealed record EpisodeScores(ReturnStatistics Returns, double MeanSteps, double TerminalShare, double TimeLimitShare, double LeftSupportShare)
{
    /// <summary>Plays new episodes from their beginning to their end.</summary>
    /// <param name="world">A true or a learned world.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="options">Number of episodes and their seed.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the measurement.</param>
    public static EpisodeScores Play(IWorld world, IPolicy policy, EvaluationOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        int horizon = world.Spec.StepLimit ?? options.HorizonWithoutStepLimit;
        StartStates starts = StartStates.Episodes(world, options.Episodes, options.Seed);
        var returns = new List<double>(options.Episodes);
        var endings = new Dictionary<Ending, int>();
        long steps = 0;
        foreach (RolloutBatch batch in RolloutEngine.RunInBatches(world, policy, starts, horizon, threads, cancellation))
            for (int row = 0; row < batch.Count; row++)
            {
                returns.Add(CautiousReturn.Of(world, batch, row, horizon));
                endings[batch.Endings[row]] = endings.GetValueOrDefault(batch.Endings[row]) + 1;
                steps += batch.Lengths[row];
            }

        return new EpisodeScores(
            ReturnStatistics.Of(returns), (double)steps / returns.Count, Share(Ending.Terminal), Share(Ending.TimeLimit) + Share(Ending.None), Share(Ending.LeftSupport));

        double Share(Ending ending) => (double)endings.GetValueOrDefault(ending) / returns.Count;
    }
}
