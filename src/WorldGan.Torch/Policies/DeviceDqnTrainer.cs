using TorchSharp;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Cloning;
using WorldGan.Policies.Sources;
using WorldGan.Policies.Values;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Worlds;
using WorldGan.WorldModel;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Policies;

/// <summary>
/// Learns all Q networks of a policy together on a device: the steps of <see cref="DqnTrainer"/>, with log, replay and world in its memory. Nothing waits for the device
/// but a report.
/// </summary>
internal sealed class DeviceDqnTrainer : IDisposable
{
    private const int MostEmptySteps = 100;                // of all rows, none of them finite: chance does not do that

    private readonly PolicyOptions _options;
    private readonly TrainingSession _session;
    private readonly Learner[] _learners;
    private readonly DeviceLearner _learner;
    private readonly DeviceHead _head;
    private readonly ValueTarget _target;
    private readonly ValueSlopes _slopes;
    private readonly Randomness _random;
    private readonly DeviceLoggedTransitions _log;
    private readonly DeviceWorld? _world;
    private readonly DeviceExplorer? _explorer;
    private readonly DeviceReplay? _replay;
    private readonly Mlp<float>[] _averages;
    private readonly DeviceFilter? _filter;                // null where all actions may be taken

    /// <param name="world">Where transitions are imagined; null where the log is their only source.</param>
    /// <param name="data">The log.</param>
    /// <param name="normalizer">Units of the networks.</param>
    /// <param name="options">Resolved settings.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="session">Progress and cancellation.</param>
    /// <param name="device">Where they learn.</param>
    /// <param name="cautious">How far the world is believed; null where it is.</param>
    /// <param name="behaviour">The policy of the log, where the options have a use for it.</param>
    public DeviceDqnTrainer(
        LearnedWorld? world, TransitionSet data, Normalizer normalizer, PolicyOptions options, ulong seed, TrainingSession session, Device device, CautiousWorld? cautious = null, ClonedPolicy? behaviour = null)
    {
        (_options, _session) = (options, session);
        var encoder = new StateEncoder(data.Spec, normalizer);
        MlpShape shape = QPolicy.Shape(encoder, data.Spec, options);
        _averages = [.. Enumerable.Range(0, options.Members).Select(_ => new Mlp<float>(shape))];
        _learners = [.. _averages.Select((average, p) => new Learner(
            shape, new RandomStream(DerivedSeed.Of(seed, RandomPurpose.PolicyMemberSeed, p), RandomPurpose.Weights, 6), average, (float)options.TargetAveraging))];
        var policy = new QPolicy(data.Spec, normalizer, options, _averages, behaviour);
        _target = policy.Target;
        int atoms = options.Quantiles ?? 1;
        _head = new DeviceHead(options.Network, data.Spec.Actions.Count, atoms);
        _random = new Randomness(device, DerivedSeed.Of(seed, RandomPurpose.PolicyMemberSeed, -1));
        _slopes = new ValueSlopes(options, device);
        _learner = new DeviceLearner(_learners, device);
        _log = new DeviceLoggedTransitions(data, encoder, _target, options, _random);
        _filter = DeviceFilter.Of(policy, device);
        if (world is null) return;
        _world = new DeviceWorld(world, device);
        _explorer = new DeviceExplorer(_world, data, new DeviceEncoder(data.Spec, normalizer, device), _target, options, _random, cautious is null ? null : new DeviceCaution(cautious, _world), _filter);
        _replay = new DeviceReplay(options.Members, _explorer.Rows, options.ReplayCapacity!.Value, encoder.StateFeatures, options.ReturnSteps!.Value, data.Spec.Discount, _random);
    }

    /// <summary>Learns to the end.</summary>
    /// <returns>The averaged networks.</returns>
    /// <exception cref="OperationCanceledException">The session was cancelled.</exception>
    /// <exception cref="InvalidOperationException">A loss or a weight is no longer finite, or no step of the world is.</exception>
    public Mlp<float>[] Run()
    {
        Report(0, []);                                     // where the members begin
        for (int step = 0; step < _options.Steps; step++)
        {
            _session.Cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            bool reports = (step + 1) % _session.StepsBetweenReports == 0 || step + 1 == _options.Steps;
            (string, Tensor)[] losses = Step(step, reports);
            if (!reports) continue;
            ExpectValid(step);
            Report(step + 1, [.. losses.Select(loss => (loss.Item1, Host.Floats(loss.Item2)))]);
        }

        _learner.Push();
        foreach (Mlp<float> network in _averages)
            if (!Array.TrueForAll(network.Parameters, float.IsFinite)) throw new InvalidOperationException($"Training of the policy stopped at step {_options.Steps}: a weight is not finite. Try a lower learning rate.");
        return _averages;
    }

    /// <summary>New transitions where they are due, then one gradient step on the loss of a batch.</summary>
    /// <param name="step">Number of this step.</param>
    /// <param name="measures">Whether the loss is wanted.</param>
    public (string Name, Tensor Values)[] Step(int step, bool measures)
    {
        if (step % (_options.GradientStepsPerRolloutStep ?? 1) == 0) _explorer?.Step(_learner.Net, _head, _replay!, (double)step / _options.Steps);
        (TransitionColumns batch, int logged) = Draw();
        Tensor aims = Aims(batch), all = _head.Atoms(_learner.Net.Forward(batch.States)), atoms = DeviceHead.Of(all, batch.Actions); // [P, B, N]
        (Tensor slopes, Tensor? rows) = _slopes.At(atoms.detach(), aims, measures);
        Tensor loss = (atoms * (slopes * batch.Weights.unsqueeze(-1))).sum() / _options.BatchSize;
        if (_options.ConservativeWeight > 0) loss = loss + Conservatism(all.narrow(1, 0, logged), batch.Actions.narrow(1, 0, logged)) * (_options.ConservativeWeight / logged);
        _learner.Descend(loss, _options.LearningRate!.Value * 0.5 * (1 + ExactMath.Cos(Math.PI * step / _options.Steps)));
        return measures ? [("loss", rows!.mean([1])), ("meanValue", atoms.mean([1, 2]) * _target.Scale)] : [];
    }

    public void Dispose()
    {
        foreach (IDisposable? part in new IDisposable?[] { _learner, _slopes, _random, _log, _filter, _world, _explorer, _replay }) part?.Dispose();
    }

    private (TransitionColumns Batch, int Logged) Draw()
    {
        int rows = _options.BatchSize, logged = _replay is null or { IsEmpty: true } ? rows : (int)Math.Round(_options.LoggedShare!.Value * rows);
        return (TransitionColumns.Join(_log.Draw(_options.Members, logged), _replay?.Draw(rows - logged)), logged);
    }

    // The online network chooses the next action, the averaged one says what it is worth.
    private Tensor Aims(TransitionColumns batch)
    {
        using IDisposable still = no_grad();
        Tensor values = _head.Values(_learner.Net.Forward(batch.Next)), best = (_filter?.Apply(batch.Next, values) ?? values).argmax(-1);
        Tensor next = DeviceHead.Of(_head.Atoms(_learner.Average!.Forward(batch.Next)), best);
        return (next * batch.Future.unsqueeze(-1) + batch.Known.unsqueeze(-1)).clamp(_target.Lowest / _target.Scale, _target.Highest / _target.Scale);
    }

    private static Tensor Conservatism(Tensor atoms, Tensor actions)
    {
        Tensor values = atoms.mean([-1]);
        return (values.logsumexp(-1) - values.gather(-1, actions.unsqueeze(-1)).squeeze(-1)).sum();
    }

    private void ExpectValid(int step)
    {
        bool isDue = step >= (long)MostEmptySteps * (_options.GradientStepsPerRolloutStep ?? 1) || step + 1 >= _options.Steps;
        if (isDue && _replay is not null && _options.LoggedShare < 1 && !_replay.HoldsValid())
            throw new InvalidOperationException(
                $"Policy training stopped at step {step}: expected finite steps in the world, got none. Learn the world anew with a lower learning rate, or the policy from the log alone with a logged share of 1.");
    }

    private void Report(int steps, (string Name, float[] Values)[] losses)
    {
        foreach ((string name, float[] values) in losses)
            if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and int member)
                throw new InvalidOperationException($"Training of policy member {member} stopped at step {steps}, dqn: '{name}' is not finite. Try a lower learning rate, and look for extreme values in the log.");
        for (int p = 0; p < _options.Members; p++)
            _session.Progress?.Report(new TrainingProgress("policy.dqn", p, steps, _options.Steps, _options.Members, [.. losses.Select(loss => (loss.Name, (double)loss.Values[p]))]));
    }
}
