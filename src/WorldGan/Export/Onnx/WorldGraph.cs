using WorldGan.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Classes;
using WorldGan.Worlds;

namespace WorldGan.Export.Onnx;

/// <summary>
/// One step of a learned world as a graph, in the order of <see cref="MemberPrediction"/>. All members compute all rows and each row takes its own: the networks are small, and a
/// batch may mix members freely.
/// </summary>
internal sealed class WorldGraph
{
    private readonly WorldModelLayout _layout;
    private readonly IReadOnlyList<WorldModelMember> _members;
    private readonly OnnxGraph _graph = new("world");
    private readonly OnnxNoise _noise;
    private readonly OnnxFeatures _features;
    private readonly OnnxSupport _support;
    private readonly OnnxExpression _expression;
    private readonly OnnxValue _state, _action, _member, _seen; // _seen: [B, F + A] features of state and action
    private readonly OnnxValue? _draws;                    // [B, N]

    public WorldGraph(LearnedWorld world)
    {
        (_layout, _members) = (world.Layout, world.Members);
        WorldSpec spec = _layout.Spec;
        (_noise, _features) = (new OnnxNoise(_layout, _members), new OnnxFeatures(spec, _layout.Normalizer));
        _state = _graph.Input("state", OnnxType.Float, spec.State.Count, $"State before the action: {OnnxWords.State(spec)}.");
        _action = _graph.Input("action", OnnxType.Int64, null, $"Number of the action: {OnnxWords.Actions(spec)}.");
        _support = new OnnxSupport(_layout, _graph, _action);
        if (_noise.Count > 0) _draws = _graph.Input("noise", OnnxType.Float, _noise.Count, $"{_noise.Normals} standard normal numbers, then {_noise.Uniforms} uniform ones in [0, 1).");
        _member = _graph.Input("member", OnnxType.Int64, null, $"Which of the {_members.Count} members of the ensemble a row follows: an episode keeps its own.");
        _expression = new OnnxExpression(spec, _action);
        _seen = OnnxValue.Join(1, _features.Of(_state), _action.OneHot(spec.Actions.Count));
    }

    /// <summary>The whole graph.</summary>
    public OnnxGraph Build()
    {
        int width = _layout.Spec.State.Count;
        OnnxValue predicted = Predict(), isFinite = _support.IsFinite(predicted);
        (OnnxValue next, OnnxValue isInside) = _support.Enclose(predicted);
        next = isFinite.Choose(next, _state);
        OnnxValue isKnown = (isFinite & isInside).Narrowed(1), features = OnnxValue.Join(1, _seen, _features.Of(next));
        _graph.Output("next_state", next, OnnxType.Float, width, "State after the action, in the units of 'state'.");
        OnnxValue goingOn = Reward(next, features, isTerminal: false), atEnd = _layout.RewardSeesEnd ? Reward(next, features, isTerminal: true) : goingOn;
        _graph.Output("reward", goingOn, OnnxType.Float, null, "Reward of the step where the episode goes on after it.");
        _graph.Output("terminal_reward", atEnd, OnnxType.Float, null, "Reward of the step where the episode ends with it.");
        _graph.Output("terminal", Terminal(predicted, features, isFinite.Narrowed(1), isKnown), OnnxType.Float, null, "Probability that the episode truly ends with this step.");
        _graph.Output("outside", !isKnown, OnnxType.Bool, null, "Whether the step left what the log knows: where it is not terminal, the episode ends there too, and what would follow is unknown.");
        return _graph;
    }

    // [B, n] of [M, B, n]
    private OnnxValue OfMember(OnnxValue all) => all.Apply("Transpose", [OnnxAttribute.List("perm", 1, 0, 2)]).Entry(_member);

    // [B, O]
    private OnnxValue OfMember(string name, Func<WorldModelMember, IEnumerable<float>> values) =>
        _graph.Numbers(name, [.. _members.SelectMany(values)], _members.Count, _layout.Outcomes).Rows(_member);

    private OnnxValue RunOfMember(string name, OnnxValue input, Func<WorldModelMember, Mlp<float>> network) => OfMember(OnnxNetwork.Run(input, name, [.. _members.Select(network)]));

    // What never varied and what is of earlier steps is taken from the state, or is the action; the rest is drawn.
    private OnnxValue Predict()
    {
        int width = _layout.Spec.State.Count;
        StateStack stack = _layout.Stack;
        int[] sources = [.. Enumerable.Range(0, width).Select(j => j < stack.Present ? j : stack.SourceOf(j) ?? width)]; // of each variable, among the columns
        List<OnnxValue> columns = [_state, _action.Widened(1).As(OnnxType.Float)];
        OnnxValue condition = _seen;
        var classes = new OnnxClasses(_layout, _members, OfMember, _member);
        for (int k = 0; k < _layout.Classes.Count; k++)
        {
            ClassVariable variable = _layout.Classes[k];
            OnnxValue drawn = classes.Draw(k, condition, _noise.OfClass(_draws!.Value, k));
            condition = OnnxValue.Join(1, condition, drawn.OneHot(variable.Classes));
            sources[variable.Index] = width + 1 + k;
            columns.Add(drawn.Widened(1).As(OnnxType.Float));
        }

        for (int o = 0; o < _layout.Outcomes; o++) sources[_layout.Continuous[o]] = width + 1 + _layout.Classes.Count + o;
        if (_layout.Outcomes > 0) columns.Add(Generate(condition));
        return OnnxValue.Join(1, columns).Columns(sources);
    }

    // [B, O] the next values of what is continuous
    private OnnxValue Generate(OnnxValue condition)
    {
        OnnxValue change = OfMember(condition.Apply("MatMul", _graph.Numbers("mean.linear", [.. _members.SelectMany(m => m.Linear)], _members.Count, _layout.Condition, _layout.Outcomes)));
        if (_members.Any(m => m.Gate.Any(gate => gate > 0)))
            change += OfMember("mean.correction_scale", m => m.Gate.Zip(m.CorrectionScale, (gate, scale) => gate * scale)) * RunOfMember("mean.correction", condition, m => m.Correction);
        if (_layout.HasNoise) change += Scale(condition) * _noise.Draw(_draws!.Value, condition, OfMember);
        OnnxValue next = _state.Columns(_layout.Continuous) + change * _graph.Numbers("change_scale", [.. _layout.Continuous.Select(j => _layout.Normalizer.ChangeScale[j])], _layout.Outcomes);
        bool[] angles = [.. _layout.Continuous.Select(j => _layout.Spec.State[j].Kind == VariableKind.Angle)];
        return angles.Contains(true) ? _graph.Truths("is_changing_angle", angles).Choose(OnnxAngle.Wrapped(next), next) : next;
    }

    private OnnxValue Scale(OnnxValue condition)
    {
        OnnxValue scale = OfMember("scale", m => m.Scale);
        if (!_members.Any(m => m.ScaleGate.Any(gate => gate > 0))) return scale;
        OnnxValue ratio = RunOfMember("scale.network", condition, m => m.ScaleNetwork).Clamped(ScaleTrainer.Bounded(float.MinValue), ScaleTrainer.Bounded(float.MaxValue)).Apply("Exp");
        return scale * _graph.Number(0).Below(OfMember("scale.gate", m => m.ScaleGate)).Choose(ratio, _graph.Number(1));
    }

    private OnnxValue Reward(OnnxValue next, OnnxValue features, bool isTerminal)
    {
        if (_layout.LearnsReward && _layout.RewardSeesEnd) features = OnnxValue.Join(1, features, _graph.Number(isTerminal ? 1 : 0).Apply("Expand", _action.Apply("Shape")).Widened(1));
        RewardRange range = isTerminal ? _layout.Rewards.AtEnd : _layout.Rewards.GoingOn;
        OnnxValue mean = _graph.Number(_layout.Normalizer.RewardMean);
        OnnxValue reward = _layout.KnownReward is { } known ? _expression.Of(known.Number, next)
            : _layout.LearnsReward ? mean + RunOfMember("reward", features, m => m.Reward).Narrowed(1) * _layout.Normalizer.RewardStandardDeviation
            : mean.Apply("Expand", _action.Apply("Shape"));
        return reward.Clamped((float)range.Low, (float)range.High);
    }

    // A known terminal is judged where the state was drawn, and holds beyond what the log knows too; a learned one is not asked there.
    private OnnxValue Terminal(OnnxValue predicted, OnnxValue features, OnnxValue isFinite, OnnxValue isKnown)
    {
        if (_layout.KnownTerminal is { } known) return (_expression.Of(known.Condition, predicted) & isFinite).As(OnnxType.Float);
        OnnxValue never = _graph.Number(0);
        if (!_layout.LearnsTerminal) return never.Apply("Expand", _action.Apply("Shape"));
        OnnxValue calibration = _graph.Numbers("terminal.calibration", [.. _members.SelectMany(m => m.TerminalSlopeAndShift)], _members.Count, 2).Rows(_member);
        OnnxValue odds = calibration.Columns(0) * RunOfMember("terminal", features, m => m.Terminal) + calibration.Columns(1);
        return isKnown.Choose(odds.Apply("Sigmoid").Narrowed(1), never);
    }
}
