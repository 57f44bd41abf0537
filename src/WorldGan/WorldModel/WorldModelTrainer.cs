using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.WorldModel.Noise;

namespace WorldGan.WorldModel;

/// <summary>Turns a log into a learned world.</summary>
/// <example><code>
/// WorldSpec spec = WorldSpecFile.Read("worlds/arm/world.json");
/// TransitionSet data = TransitionSet.From(spec, LogFile.Read("arm.csv", spec));
/// var options = new WorldModelOptions { Members = 2, MeanSteps = 50, AdversarialSteps = 50, HeadSteps = 50 };   // the defaults take minutes
/// LearnedWorld world = WorldModelTrainer.Train(data, options, seed: 1, new TrainingSession());
/// </code></example>
public static class WorldModelTrainer
{
    private const int MostStartStates = 1024;

    private static readonly int[] StepsOfErrors = [1, 10, 25];

    /// <summary>Trains all members, in parallel where there are threads; the result depends on data, options and seed only.</summary>
    /// <param name="data">The log's transitions.</param>
    /// <param name="options">Settings.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="session">Threads, progress, cancellation and checkpoints.</param>
    /// <exception cref="OperationCanceledException">The session was cancelled; the checkpoints hold what was done.</exception>
    /// <exception cref="InvalidOperationException">A loss or a weight is no longer finite.</exception>
    public static LearnedWorld Train(TransitionSet data, WorldModelOptions options, ulong seed, TrainingSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return TrainMembers(data, options, seed, (_, _, start) =>
        {
            var members = new WorldModelMember[options.Members];
            MemberRuns.Run(options.Members, session, "world", start, (index, run) => members[index] = ((WorldMemberRun)run).Trainer.Member);
            return members;
        });
    }

    /// <summary>Everything but the training of the members.</summary>
    /// <param name="data">The log's transitions.</param>
    /// <param name="options">Settings.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="train">Trains the members that it begins with the function given.</param>
    internal static LearnedWorld TrainMembers(TransitionSet data, WorldModelOptions options, ulong seed, Func<WorldModelLayout, EpisodeSplit, Func<int, WorldMemberRun>, WorldModelMember[]> train)
    {
        ArgumentNullException.ThrowIfNull(data);
        var layout = new WorldModelLayout(data.Spec, Normalizer.Measure(data), options);
        EpisodeSplit split = EpisodeSplit.Draw(data, options.HeldOutShare, seed);
        if (layout.Window > 1) _ = LoggedWindows.Firsts(data, split, layout.Window);  // a log without windows is to be refused before the training, not in its middle
        float[] starts = StartStates(data);
        OpenLoopWindows[] windows = [.. StepsOfErrors.Select(steps => OpenLoopWindows.HeldOut(data, split, steps))];
        var error = new OpenLoopError(data.Spec, layout.Normalizer);
        WorldModelMember[] members = train(layout, split, index => new WorldMemberRun(rateFactor => new MemberTrainer(layout.AtRate(rateFactor), data, split, seed, index), HeldOutErrors));
        NoiseGate.Apply(layout, members, data, split, seed);
        return new LearnedWorld(layout, members, starts);

        IEnumerable<OpenLoopErrorAt> HeldOutErrors(WorldModelMember member)
        {
            var world = new LearnedWorld(layout, [member], starts);
            return windows.Select(window => error.Measure(world, window));
        }
    }

    // Spread over the log, so that a long log does not make the file grow.
    private static float[] StartStates(TransitionSet data)
    {
        int[] pieces = data.EpisodeStarts[..^1], whole = [.. pieces.Where(row => data.Steps[row] == 0)];
        int[] rows = whole.Length > 0 ? whole : pieces;        // a log without one beginning: better a start in the middle than none
        int count = Math.Min(MostStartStates, rows.Length);
        return [.. Enumerable.Range(0, count).SelectMany(i => data.State(rows[(int)((long)i * rows.Length / count)]).ToArray())];
    }
}
