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
    private const int WindowEpisodes = 50_000;             // of a random policy, few of which are long
    private const int MostWindows = 1000;
    private const int Futures = 16;
    private const string TruthName = "true world";

    private static readonly int[] Horizons = [1, 5, 10, 25, 50];

    private readonly TransitionSet _data;
    private readonly EpisodeSplit _split;
    private readonly StudyOptions _options;
    private readonly OpenLoopError _error;
    private readonly OpenLoopWindows[] _heldOut, _simulated;
    private readonly OutcomeComparison? _outcomes;
    private readonly TransitionComparison? _transitions;
    private readonly PlayedEpisodes[] _played, _playedAgain; // in the true world, by policy

    /// <summary>Prepares what all worlds are measured against.</summary>
    /// <param name="data">The log.</param>
    /// <param name="split">Which episodes the learned worlds' training held out.</param>
    /// <param name="options">The true world and policies, where there are some.</param>
    public WorldModelStudy(TransitionSet data, EpisodeSplit split, StudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        (_data, _split, _options) = (data, split, options);
        _error = new OpenLoopError(data.Spec, Normalizer.Measure(data), Futures);
        _heldOut = [.. Horizons.Select(horizon => OpenLoopWindows.HeldOut(data, split, horizon))];
        (_simulated, _played, _playedAgain) = ([], [], []);
        if (options.Truth is not { } truth) return;
        _simulated = Simulate(truth);
        _outcomes = new OutcomeComparison(truth, data, split.HeldOut, Seed);
        _transitions = TransitionComparison.Of(truth, data, split.Training, Seed);
        _played = Play(truth, options.Episodes);
        _playedAgain = Play(truth, options.Episodes with { Seed = options.Episodes.Seed + 1 });
    }

    /// <summary>Measures a learned world, and beside it the true one and other learned worlds.</summary>
    /// <param name="world">The learned world.</param>
    /// <param name="baselines">Worlds that were learned from the same rows of the same log.</param>
    public StudyReport Report(LearnedWorld world, IReadOnlyList<(string Name, LearnedWorld World)> baselines)
    {
        var heads = HeadScore.Measure(world, _data, _split.HeldOut);
        return new StudyReport(
            _split.HeldOut.Length,
            [Measure("learned world", world), .. _options.Truth is { } truth ? [Measure(TruthName, truth)] : Array.Empty<WorldScore>(), .. baselines.Select(baseline => Measure(baseline.Name, baseline.World))],
            [.. _heldOut.Select(windows => _error.Measure(null, windows))],
            [.. _simulated.Select(windows => _error.Measure(null, windows))],
            _transitions?.Counting,
            heads.Terminal,
            heads.RewardRmse,
            world.Layout.Outcomes == 0 ? null : TransitionUncertainty.Measure(world, _data, _split.HeldOut),
            _options.Truth is null || world.Layout.Outcomes == 0 ? null : UncertaintyScore.Measure(world, _options.Truth, _data, Seed));
    }

    /// <summary>Measures a world: a learned one, or the true one of the options, which gives the floor.</summary>
    public WorldScore Measure(string name, IWorld world)
    {
        bool isTruth = world == _options.Truth;
        PlayedEpisodes[] played = isTruth ? _playedAgain : _options.Truth is null ? [] : Play(world, _options.Episodes);
        PlayedPolicy[] policies = [.. _options.Policies.Take(played.Length).Select((policy, i) => PlayedPolicy.Of(policy.Name, _played[i], _playedAgain[i], played[i]))];
        return new WorldScore(
            name,
            Calibration.Measure(world, _data, _split.HeldOut, Seed),
            [.. _heldOut.Select(windows => _error.Measure(world, windows))],
            [.. _simulated.Select(windows => _error.Measure(world, windows))],
            isTruth ? _outcomes!.Floor : _outcomes?.Score(world),
            world is LearnedWorld learned ? _transitions?.Score(learned) : null,
            policies,
            policies.Length == 0 ? null : Ranks.Correlation([.. policies.Select(policy => policy.TrueReturn)], [.. policies.Select(policy => policy.Return)]),
            policies.Length == 0 ? null : policies.Max(policy => policy.TrueReturn) - policies.MaxBy(policy => policy.Return)!.TrueReturn);
    }

    private PlayedEpisodes[] Play(IWorld world, EvaluationOptions episodes) =>
        [.. _options.Policies.Select(policy => PlayedEpisodes.Play(world, policy.Policy, episodes, _options.Threads, _options.Cancellation))];

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
