using WorldGan.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>What a policy is worth, and beside it what it must be compared with.</summary>
/// <param name="Policy">In the true world; null without a simulator or a policy.</param>
/// <param name="Random">The random policy in the true world; null without a simulator.</param>
/// <param name="Logged">The log's own episodes: the policy that made the log.</param>
/// <param name="Forecast">The policy in the learned world: what it promises, without the true world's word; null without a policy.</param>
/// <param name="RandomForecast">The random policy in the learned world, from the same start states: what the forecast must be compared with.</param>
/// <example><code>
/// TrainedRun run = TrainedRun.Open("runs/arm");
/// PolicyReport report = PolicyReport.Measure(null, run.World, run.Policy, run.Data, new EvaluationOptions { Episodes = 10 });
/// Console.WriteLine(report.Forecast);
/// </code></example>
public sealed record PolicyReport(EpisodeScores? Policy, EpisodeScores? Random, ReturnStatistics Logged, EpisodeScores? Forecast, EpisodeScores RandomForecast)
{
    /// <summary>Plays the policy and the random one in the true world, where there is one, and in the learned world.</summary>
    /// <param name="simulator">The true world, where there is one.</param>
    /// <param name="learned">The learned world.</param>
    /// <param name="policy">The policy; null where none was trained.</param>
    /// <param name="data">The log.</param>
    /// <param name="options">Number of episodes and their seed.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the measurement.</param>
    public static PolicyReport Measure(
        IWorld? simulator, IWorld learned, IPolicy? policy, TransitionSet data, EvaluationOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var random = new RandomPolicy(data.Spec);
        return new PolicyReport(
            Play(simulator, policy), Play(simulator, random), ReturnStatistics.Logged(data, data.Spec.StepLimit ?? options.HorizonWithoutStepLimit),
            Play(learned, policy), EpisodeScores.Play(learned, random, options, threads, cancellation));

        EpisodeScores? Play(IWorld? world, IPolicy? player) =>
            world is null || player is null ? null : EpisodeScores.Play(world, player, options, threads, cancellation);
    }
}
