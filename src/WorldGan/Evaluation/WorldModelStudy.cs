using WorldGan.Datasets;
using WorldGan.Evaluation.Outcomes;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>Measures worlds side by side: on the episodes that a learned world's training held out and, where there is a true world, against that.</summary>
public sealed class WorldModelStudy
{
    private const ulong Seed = 1_000_000_009;              // far from those of logs and of evaluations
    private const int LengthEpisodes = 5000;
    private const int WindowEpisodes = 50_000;             // of a random policy, few of which are long
    private const int MostWindows = 1000;

    private static readonly int[] Horizons = [1, 5, 10, 25, 50];

    private readonly TransitionSet _data;
    private readonly EpisodeSplit _split;
    private readonly StudyOptions _options;
    private readonly OpenLoopError _error;
    private readonly OpenLoopWindows[] _heldOut, _simulated;
    private readonly OutcomeComparison? _outcomes;
    private readonly double[] _trueReturns;

    /// <summary>Prepares what all worlds are measured against.</summary>
    /// <param name="data">The log.</param>
    /// <param name="split">Which episodes the learned world's training held out.</param>
    /// <param name="options">The true world and policies, where there are some.</param>
    public WorldModelStudy(TransitionSet data, EpisodeSplit split, StudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        (_data, _split, _options) = (data, split, options);
        _error = new OpenLoopError(data.Spec, Normalizer.Measure(data));
        _heldOut = [.. Horizons.Select(horizon => OpenLoopWindows.HeldOut(data, split, horizon))];
        _simulated = options.Truth is { } truth ? Simulate(truth) : [];
        _outcomes = options.Truth is { } world ? new OutcomeComparison(world, data, split.HeldOut, Seed) : null;
        _trueReturns = options.Truth is null ? [] : [.. options.Policies.Select(policy => Play(options.Truth, policy, options.Evaluation))];
    }

    /// <summary>Measures a world.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="world">A world that can be played: learned or true.</param>
    public WorldScore Measure(string name, IWorld world)
    {
        bool isTruth = world == _options.Truth;            // the floor: other seeds than those of the truth it is compared with
        EvaluationOptions play = isTruth ? _options.Evaluation with { Seed = _options.Evaluation.Seed + 1 } : _options.Evaluation;
        return new WorldScore(
            name,
            Calibration.Measure(world, _data, _split.HeldOut, Seed),
            [.. _heldOut.Select(windows => _error.Measure(world, windows))],
            [.. _simulated.Select(windows => _error.Measure(world, windows))],
            isTruth ? _outcomes!.Floor : _outcomes?.Score(world),
            _options.Truth is not { } truth ? [] : [.. _options.LengthPolicies.Select(policy => EpisodeLengths.Measure(truth, world, policy, play, LengthEpisodes, _options.Threads, _options.Cancellation))],
            _options.Truth is null || _options.Policies.Count < 2 ? null : PolicyRanking.Measure(_trueReturns, world, _options.Policies, play, _options.Threads, _options.Cancellation));
    }

    /// <summary>The error of the assumption that nothing ever changes, by horizon.</summary>
    public (IReadOnlyList<OpenLoopErrorAt> HeldOut, IReadOnlyList<OpenLoopErrorAt> Simulated) Persistence() =>
        ([.. _heldOut.Select(windows => _error.Measure(null, windows))], [.. _simulated.Select(windows => _error.Measure(null, windows))]);

    private double Play(IWorld world, NamedPolicy policy, EvaluationOptions options) =>
        EpisodeScores.Play(world, policy.Policy, options, _options.Threads, _options.Cancellation).Returns.Mean!.Value;

    // From the start of episodes, so far as they last.
    private OpenLoopWindows[] Simulate(IWorld truth)
    {
        int most = Horizons.Max();
        RolloutBatch[] batches = [.. RolloutEngine.RunInBatches(truth, new RandomPolicy(truth.Spec), StartStates.Episodes(truth, WindowEpisodes, Seed), most, _options.Threads, _options.Cancellation)];
        return [.. Horizons.Select(horizon => Windows(batches, horizon))];
    }

    private static OpenLoopWindows Windows(RolloutBatch[] batches, int horizon)
    {
        (RolloutBatch Batch, int Row)[] rows =
            [.. batches.SelectMany(batch => Enumerable.Range(0, batch.Count).Where(row => batch.Lengths[row] >= horizon).Select(row => (batch, row))).Take(MostWindows)];
        return new OpenLoopWindows(
            horizon,
            [.. rows.SelectMany(at => at.Batch.State(at.Row, 0).ToArray())],
            [.. rows.SelectMany(at => at.Batch.Actions.AsSpan(at.Row * at.Batch.Horizon, horizon).ToArray())],
            [.. rows.SelectMany(at => at.Batch.State(at.Row, horizon).ToArray())]);
    }
}
