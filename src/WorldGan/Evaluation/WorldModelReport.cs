using WorldGan.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>How well a learned world predicts the episodes that were held out from its training.</summary>
/// <param name="HeldOut">Number of held-out transitions.</param>
/// <param name="OneStepRmse">
/// Error of one sampled next state: root mean square over all held-out transitions and non-constant variables, in units of each variable's
/// standard deviation in the log; null where every variable is constant.
/// </param>
/// <param name="OpenLoop">The same error after several steps without correction on the way.</param>
/// <param name="Terminal">How well true ends are recognised, given the logged next state.</param>
/// <param name="RewardRmse">Root mean square error of the reward, in its own unit, given the logged next state.</param>
/// <example><code>
/// TrainedRun run = TrainedRun.Open("runs/arm");
/// WorldModelReport report = WorldModelReport.Measure(run.World, run.Data, run.Description.Settings.Seed);
/// Console.WriteLine(report.OneStepRmse);
/// </code></example>
public sealed record WorldModelReport(int HeldOut, double? OneStepRmse, IReadOnlyList<OpenLoopErrorAt> OpenLoop, TerminalScore Terminal, double RewardRmse)
{
    /// <summary>The steps at which the open-loop error is measured.</summary>
    public static IReadOnlyList<int> OpenLoopSteps { get; } = [1, 10, 25, 50];

    /// <summary>Measures a world on the episodes that its training held out.</summary>
    /// <param name="world">The learned world.</param>
    /// <param name="data">The log that it was learned from.</param>
    /// <param name="seed">The seed that it was learned with: it decides which episodes were held out.</param>
    public static WorldModelReport Measure(LearnedWorld world, TransitionSet data, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(data);
        EpisodeSplit split = EpisodeSplit.Draw(data, world.Options.HeldOutShare, seed);
        var heads = HeadScore.Measure(world, data, split.HeldOut);
        return new WorldModelReport(
            split.HeldOut.Length,
            OneStep(world, data, split.HeldOut),
            [.. OpenLoopSteps.Select(steps => new OpenLoopError(data.Spec, world.Normalizer).Measure(world, OpenLoopWindows.HeldOut(data, split, steps)))],
            heads.Terminal,
            heads.RewardRmse);
    }

    private static double? OneStep(LearnedWorld world, TransitionSet data, int[] rows)
    {
        int width = data.Width;
        var next = new float[rows.Length * width];
        world.Step(new StepBatch
        {
            Keys = [.. rows.Select((_, i) => new RowKey(0, (uint)i, 0))],
            States = rows.SelectMany(row => data.State(row).ToArray()).ToArray(),
            Actions = [.. rows.Select(row => data.Actions[row])],
            NextStates = next,
            Rewards = new float[rows.Length],
            Endings = new Ending[rows.Length],
        });
        int[] variables = world.Normalizer.Varying(data.Spec);
        return variables.Length == 0 ? null : Math.Sqrt(variables.Average(j => rows.Select((row, i) =>
            Square(Normalizer.Change(data.Spec.State[j], data.NextState(row)[j], next[i * width + j]) / world.Normalizer.StandardDeviation[j])).Average()));
    }

    private static double Square(double value) => value * value;
}
