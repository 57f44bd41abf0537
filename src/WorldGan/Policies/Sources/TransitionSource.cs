using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Policies.Sources;

/// <summary>Where the batches of one training come from: the log, and what is made in a world, if there is one.</summary>
internal sealed class TransitionSource
{
    private const int MostEmptySteps = 100;                // of all rows, none of them finite: chance does not do that

    private readonly PolicyOptions _options;
    private readonly ulong _seed;
    private readonly LoggedTransitions _log;
    private readonly Replay? _replay;
    private readonly Explorer? _explorer;

    /// <param name="world">Where transitions are made; null where the log is the source.</param>
    /// <param name="data">The log.</param>
    /// <param name="options">Resolved settings.</param>
    /// <param name="seed">Seed of everything random.</param>
    public TransitionSource(IWorld? world, TransitionSet data, PolicyOptions options, ulong seed)
    {
        (_options, _seed) = (options, seed);
        _log = new LoggedTransitions(data, options.ReturnSteps!.Value, NewSampler(data.Count));
        if (options.Source == PolicySource.Log) return;
        if (world is null) throw new ArgumentException($"Expected a world to make transitions in for source {options.Source}, got none.");
        _explorer = new Explorer(world, data, options, seed);
        _replay = new Replay(options.ReplayCapacity!.Value, data.Width, NewSampler(options.ReplayCapacity!.Value));
    }

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State =>
    [
        .. _log.Sampler.State.Select(s => ("log." + s.Name, s.Values)),
        .. _replay?.State.Select(s => ("replay." + s.Name, s.Values)) ?? [],
        .. _explorer?.State.Select(s => ("explorer." + s.Name, s.Values)) ?? [],
    ];

    /// <summary>What was made in the world; null where nothing can be.</summary>
    public ITransitions? Made => _replay;

    /// <summary>Makes new transitions where they are due.</summary>
    /// <exception cref="InvalidOperationException">The world has not made one that is finite.</exception>
    public void Advance(int step, IPolicy policy)
    {
        if (_explorer is null || _replay is null) return;
        int between = _options.GradientStepsPerRolloutStep!.Value;
        if (step % between == 0) _explorer.Step(policy, _replay, Progress(step));

        // Else the log would fill every batch, and what was learned in no world would pass for learned in this one.
        bool isDue = step >= (long)MostEmptySteps * between || step + 1 >= _options.Steps;
        if (_replay.Count == 0 && _options.LoggedShare < 1 && isDue)
            throw new InvalidOperationException(
                $"Policy training stopped at step {step}: expected finite steps in the world, got none. Learn the world anew with a lower learning rate, or the policy from the log alone with a logged share of 1.");
    }

    /// <summary>Draws a batch.</summary>
    public void Draw(int step, TransitionBatch batch)
    {
        var random = new RandomStream(_seed, RandomPurpose.Batch, 5, (uint)step);
        int rows = batch.Rows.Length, logged = _replay is null or { Count: 0 } ? rows : (int)Math.Round(_options.LoggedShare!.Value * rows);
        batch.Logged = logged;
        if (logged > 0) _log.Sampler.Draw(ref random, _log.Count, Progress(step), batch.Rows.AsSpan(..logged), batch.Weights.AsSpan(..logged));
        if (logged < rows) _replay!.Sampler.Draw(ref random, _replay.Count, Progress(step), batch.Rows.AsSpan(logged..), batch.Weights.AsSpan(logged..));
    }

    /// <summary>The transitions that a row of a batch is one of.</summary>
    public ITransitions Of(TransitionBatch batch, int row) => row < batch.Logged ? _log : _replay!;

    private double Progress(int step) => (double)step / _options.Steps;

    private ISampler NewSampler(int capacity) => _options.Sampling == SamplingKind.Prioritised
        ? new PrioritisedSampler(capacity, _options.PriorityExponent!.Value, _options.PriorityCorrection!.Value)
        : new UniformSampler();
}
