using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Worlds;

/// <summary>What a step of all rows came to.</summary>
/// <param name="Next">[M, n, S] next states in the units of the specification.</param>
/// <param name="Rewards">[M, n].</param>
/// <param name="Endings">[M, n] numbers of <see cref="Ending"/>.</param>
internal readonly record struct DeviceStep(Tensor Next, Tensor Rewards, Tensor Endings);

/// <summary>
/// A learned world in the memory of a device: the same step as <see cref="MemberPrediction"/>, for the rows of all members at once. Rows stand by member, and nothing in a
/// step waits for the device.
/// </summary>
internal sealed class DeviceWorld : IDisposable
{
    private readonly WorldModelLayout _layout;
    private readonly Device _device;
    private readonly HeldTensors _held;
    private readonly NetworkBatch? _correction, _scale, _reward, _terminal; // null where this world has no use for it
    private readonly DeviceNoise? _noise;
    private readonly Classes _classes;
    private readonly DeviceSupport _support;
    private readonly Tensor _linear;                       // [M, C, O]
    private readonly Tensor _correctionScale, _noiseScale, _scaleGate; // [M, 1, O]
    private readonly Tensor _changeScale, _changeInLog, _continuous; // [O]
    private readonly Tensor? _isAngle;                     // [S]
    private readonly Tensor? _source;                      // [S] where a row's earlier variables come from; null where there are none
    private readonly int? _actionAt;                       // the variable that is the action just taken
    private readonly Tensor _slope, _shift, _actionValues; // [M, 1] of the terminal's calibration, and [A]

    public DeviceWorld(LearnedWorld world, Device device)
    {
        (_layout, _device, _held, World) = (world.Layout, device, new HeldTensors(device), world);
        IReadOnlyList<WorldModelMember> members = world.Members;
        Encoder = new DeviceEncoder(_layout.Spec, _layout.Normalizer, device);
        (_support, _classes) = (new DeviceSupport(_layout, device), new Classes(world, device));
        if (members.Any(m => m.Gate.Any(gate => gate > 0))) _correction = new NetworkBatch([.. members.Select(m => m.Correction)], device);
        if (_layout.ScaleSteps > 0 && members.Any(m => m.ScaleGate.Any(gate => gate > 0))) _scale = new NetworkBatch([.. members.Select(m => m.ScaleNetwork)], device);
        if (_layout.LearnsReward) _reward = new NetworkBatch([.. members.Select(m => m.Reward)], device);
        if (_layout.LearnsTerminal) _terminal = new NetworkBatch([.. members.Select(m => m.Terminal)], device);
        if (_layout.HasNoise) _noise = new DeviceNoise(world, device);
        int outcomes = _layout.Outcomes;
        _linear = _held.Floats(members.SelectMany(m => m.Linear), Members, _layout.Condition, outcomes);
        _correctionScale = _held.Floats(members.SelectMany(m => m.Gate.Zip(m.CorrectionScale, (gate, scale) => gate * scale)), Members, 1, outcomes);
        _noiseScale = _held.Floats(members.SelectMany(m => m.Scale), Members, 1, outcomes);
        _scaleGate = _held.Floats(members.SelectMany(m => m.ScaleGate), Members, 1, outcomes);
        _changeScale = _held.Floats(_layout.Continuous.Select(j => _layout.Normalizer.ChangeScale[j]), outcomes);
        _changeInLog = _held.Floats(_layout.Continuous.Select(j => _layout.Normalizer.ChangeScale[j] / _layout.Normalizer.StandardDeviation[j]), outcomes);
        _continuous = _held.Rows(_layout.Continuous);
        bool[] isAngle = [.. _layout.Spec.State.Select((v, j) => v.Kind == VariableKind.Angle && _layout.Continuous.Contains(j))];
        if (isAngle.Contains(true)) _isAngle = _held.Truths(isAngle);
        (_source, _actionAt) = Sources();
        (_slope, _shift) = (_held.Floats(members.Select(m => m.TerminalSlopeAndShift[0]), Members, 1), _held.Floats(members.Select(m => m.TerminalSlopeAndShift[1]), Members, 1));
        _actionValues = _held.Hold(tensor(_layout.Spec.Actions.Select((action, a) => action.Value ?? a).ToArray(), device: device));
    }

    public LearnedWorld World { get; }

    private bool IsRewardConstant => _layout.KnownReward is null && _reward is null && !_layout.RewardSeesEnd;

    public DeviceEncoder Encoder { get; }

    /// <summary>M.</summary>
    public int Members => World.MemberCount;

    /// <summary>One step of all rows.</summary>
    /// <param name="states">[M, n, S] in the units of the specification; the rows of a member follow it.</param>
    /// <param name="actions">[M, n] indices of actions.</param>
    /// <param name="chances">What chance adds.</param>
    public DeviceStep Step(Tensor states, Tensor actions, StepChances chances)
    {
        Tensor before = Encoder.WithActions(Encoder.States(states), actions), next = Shift(states, actions);
        Tensor condition = _classes.Draw(before, next, chances.Classes);
        if (_layout.Outcomes > 0) next = Move(next, Change(condition, chances));
        Tensor? known = _layout.KnownTerminal is { } terminal ? DeviceExpressions.Holds(terminal.Condition, next, ValuesOf(actions)) : null;
        (next, Tensor left, Tensor invalid) = _support.Enclose(states, actions, next);
        Tensor? transition = _reward is null && _terminal is null ? null : cat([before, Encoder.States(next)], -1);
        Tensor endings = Endings(left, invalid, known, transition, chances.Terminal), rewards = Rewards(next, actions, transition, endings);
        if (IsRewardConstant) return new DeviceStep(next, rewards, endings);
        return new DeviceStep(next, rewards, endings.masked_fill(rewards.isfinite().logical_not(), (long)Ending.Invalid));
    }

    /// <summary>How far the members disagree about a step, where no categories or flags are drawn; see <see cref="EnsembleMean"/>.</summary>
    /// <param name="states">[M, n, S].</param>
    /// <param name="actions">[M, n].</param>
    /// <returns>[M, n] in standard deviations of the log.</returns>
    public Tensor Spreads(Tensor states, Tensor actions)
    {
        Tensor condition = Encoder.WithActions(Encoder.States(states), actions).view(1, -1, _layout.Condition).expand(Members, -1, -1);
        Tensor means = condition.bmm(_linear);
        if (_correction is not null) means = means.addcmul(_correctionScale, _correction.Forward(condition), 1);
        return (means * _changeInLog).var([0], unbiased: false).mean([-1]).sqrt().view(actions.shape);
    }

    public void Dispose()
    {
        foreach (IDisposable? part in new IDisposable?[] { _held, Encoder, _support, _classes, _correction, _scale, _reward, _terminal, _noise }) part?.Dispose();
    }

    private Tensor Change(Tensor condition, StepChances chances)
    {
        Tensor change = condition.bmm(_linear);
        if (_correction is not null) change = change.addcmul(_correctionScale, _correction.Forward(condition), 1);
        if (_noise is null) return change;
        Tensor noise = _noise.Draw(condition, chances);
        if (_scale is not null) noise = noise * (_scale.Forward(condition).clamp(ScaleTrainer.LeastLogRatio, 0) * _scaleGate).exp();
        return change.addcmul(_noiseScale, noise, 1);
    }

    private Tensor Move(Tensor states, Tensor change)
    {
        change = change * _changeScale;
        Tensor next = _layout.Outcomes == states.shape[^1] ? states + change : states.index_add(-1, _continuous, change, 1);
        return _isAngle is null ? next : where(_isAngle, Angles.Wrap(next), next);
    }

    // What is not learned: earlier steps move by one place, and of the present what never varied stays.
    private Tensor Shift(Tensor states, Tensor actions)
    {
        if (_source is null) return _layout.Classes.Count > 0 ? states.clone() : states;
        Tensor next = states.index_select(-1, _source);
        if (_actionAt is { } at) next.select(-1, at).copy_(actions);
        return next;
    }

    private (Tensor? Source, int? ActionAt) Sources()
    {
        int width = _layout.Spec.State.Count, present = _layout.Stack.Present;
        if (width == present) return (null, null);
        int?[] sources = [.. Enumerable.Range(0, width).Select(j => j < present ? j : _layout.Stack.SourceOf(j))];
        int actionAt = Array.IndexOf(sources, null);
        return (_held.Rows(sources.Select(source => source ?? 0)), actionAt < 0 ? null : actionAt);
    }

    private Tensor ValuesOf(Tensor actions) => _actionValues.index_select(0, actions.flatten()).view_as(actions);

    private Tensor Rewards(Tensor next, Tensor actions, Tensor? transition, Tensor endings)
    {
        (float mean, float deviation) = (_layout.Normalizer.RewardMean, _layout.Normalizer.RewardStandardDeviation);
        if (IsRewardConstant) return full(actions.shape, Math.Clamp(mean, _layout.Rewards.GoingOn.Low, _layout.Rewards.GoingOn.High), ScalarType.Float32, _device);
        Tensor? isTerminal = _layout.RewardSeesEnd ? endings.eq((long)Ending.Terminal) : null;
        Tensor rewards = _layout.KnownReward is { } known ? DeviceExpressions.Value(known.Number, next, ValuesOf(actions)).to(ScalarType.Float32)
            : _reward is null ? full(actions.shape, mean, ScalarType.Float32, _device)
            : _reward.Forward(isTerminal is null ? transition! : cat([transition!, isTerminal.to(ScalarType.Float32).unsqueeze(-1)], -1)).squeeze(-1) * deviation + mean;
        (RewardRange goingOn, RewardRange atEnd) = _layout.Rewards;
        Tensor possible = rewards.clamp(goingOn.Low, goingOn.High);
        return isTerminal is null ? possible : where(isTerminal, rewards.clamp(atEnd.Low, atEnd.High), possible);
    }

    // A known terminal holds beyond the log's support too: it is known, not learned.
    private Tensor Endings(Tensor left, Tensor invalid, Tensor? known, Tensor? transition, Tensor? chance)
    {
        Tensor endings = left.to(ScalarType.Int64) * (long)Ending.LeftSupport;
        if (_terminal is not null)
        {
            Tensor probability = (_terminal.Forward(transition!).squeeze(-1) * _slope + _shift).sigmoid();
            endings = endings.masked_fill(chance!.lt(probability).logical_and(left.logical_not()), (long)Ending.Terminal);
        }

        if (known is not null) endings = endings.masked_fill(known, (long)Ending.Terminal);
        return endings.masked_fill(invalid, (long)Ending.Invalid);
    }
}
