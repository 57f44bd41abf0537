using System.Numerics;
using WorldGan.Numerics;
using WorldGan.WorldModel.Classes;
using WorldGan.WorldModel.Noise;
using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>Steps rows through one member of the ensemble, with buffers for up to <see cref="Capacity"/> rows. One instance serves one thread.</summary>
internal sealed class MemberPrediction
{
    public const int Capacity = 256;

    private readonly WorldModelLayout _layout;
    private readonly WorldModelMember _member;
    private readonly int _width;                           // S
    private readonly Columns _states, _next;               // [S, rows]
    private readonly Columns _input;                       // of all networks: state and action, then the next classes and the latents until the noise is drawn, then the features of the next state, and whether it ended
    private readonly MlpInference _linear;
    private readonly ClassSampler _classes;
    private readonly INoiseSampler? _noise;                // null where there is none
    private readonly MlpInference? _correction, _scale, _reward, _terminal; // null where this world has no use for it
    private readonly Outcome[] _outcomes;
    private readonly LogitCalibration _calibration;
    private readonly int[] _actions, _outside;             // [rows]

    public MemberPrediction(WorldModelLayout layout, WorldModelMember member)
    {
        (_layout, _member, _width) = (layout, member, layout.Spec.State.Count);
        (_states, _next) = (new Columns(_width, Capacity), new Columns(_width, Capacity));
        _input = new Columns(Math.Max(layout.Condition + layout.Options.LatentSize, layout.RewardHead.Inputs), Capacity);
        (_linear, _noise) = (new MlpInference(LinearNetwork(layout, member), _input), NoiseSampler.Of(layout, member, _input));
        _correction = member.Gate.Any(gate => gate > 0) ? new MlpInference(member.Correction, _input) : null;
        _scale = member.ScaleGate.Any(gate => gate > 0) ? new MlpInference(member.ScaleNetwork, _input) : null;
        _reward = layout.LearnsReward ? new MlpInference(member.Reward, _input) : null;
        _terminal = layout.LearnsTerminal ? new MlpInference(member.Terminal, _input) : null;
        _calibration = member.TerminalCalibration;
        _classes = new ClassSampler(layout, member, _input);
        (_actions, _outside) = (new int[Capacity], new int[Capacity]);
        _outcomes = [.. layout.Continuous.Select((j, o) => new Outcome(
            j, layout.Spec.State[j].Kind == VariableKind.Angle, layout.Normalizer.ChangeScale[j], member.Gate[o] * member.CorrectionScale[o], member.Scale[o]))];
    }

    /// <summary>The linear part of the mean of one outcome.</summary>
    public static float Linear(ReadOnlySpan<float> condition, ReadOnlySpan<float> weights, int outcomes, int outcome)
    {
        float sum = 0;
        for (int i = 0; i < condition.Length; i++) sum = MathF.FusedMultiplyAdd(condition[i], weights[i * outcomes + outcome], sum);
        return sum;
    }

    /// <summary>Steps a batch of at most <see cref="Capacity"/> rows.</summary>
    public void Step(in StepBatch batch)
    {
        int rows = batch.Count;
        Read(batch);
        _layout.Encoder.WriteStates(_states, rows, _input, 0);
        _layout.Encoder.WriteActions(batch.Actions, _input, _layout.Encoder.StateFeatures);
        Shift(rows);
        _classes.Draw(rows, _next);
        if (_outcomes.Length > 0) Generate(rows);
        Write(batch);
        ApplyHeads(batch);
    }

    /// <summary>The linear part of the mean as a network of one layer.</summary>
    public static Mlp<float> LinearNetwork(WorldModelLayout layout, WorldModelMember member)
    {
        var net = new Mlp<float>(new MlpShape(layout.Condition, 0, 0, layout.Outcomes, Activation.Relu));
        for (int i = 0; i < layout.Condition; i++)
            for (int o = 0; o < layout.Outcomes; o++) net.Weights(0)[net.WeightIndex(0, o, i)] = member.Linear[i * layout.Outcomes + o];
        net.ParametersChanged();
        return net;
    }

    private void Read(in StepBatch batch)
    {
        _states.Fill(batch.States, batch.Count);
        batch.Actions.CopyTo(_actions);
        _classes.SetKeys(batch.Keys);
        _noise?.SetKeys(batch.Keys);
    }

    // What is not learned: earlier steps move by one place, and of the present what never varied stays.
    private void Shift(int rows)
    {
        StateStack stack = _layout.Stack;
        for (int j = 0; j < stack.Present; j++) _states.Vectors(j, rows).CopyTo(_next.Vectors(j, rows));
        for (int j = stack.Present; j < _width; j++)
        {
            if (stack.SourceOf(j) is { } source) _states.Vectors(source, rows).CopyTo(_next.Vectors(j, rows));
            else for (int i = 0; i < rows; i++) _next[j][i] = _actions[i];
        }
    }

    private void Generate(int rows)
    {
        _noise?.Draw(rows);
        _correction?.Run(rows);
        _linear.Run(rows);
        _scale?.Run(rows);
        for (int o = 0; o < _outcomes.Length; o++)
        {
            Outcome outcome = _outcomes[o];
            if (_noise is not null && _scale is not null && _member.ScaleGate[o] > 0) ScaleNoise(_noise.Output[o][..rows], _scale.Output[o]);
            ReadOnlySpan<Vector<float>> linear = _linear.Output.Vectors(o, rows), noise = _noise is null ? default : _noise.Output.Vectors(o, rows);
            ReadOnlySpan<Vector<float>> correction = _correction is null ? default : _correction.Output.Vectors(o, rows);
            Span<Vector<float>> next = _next.Vectors(outcome.Variable, rows);       // holds the state so far
            for (int i = 0; i < next.Length; i++)
            {
                Vector<float> change = linear[i];
                if (_correction is not null) change += outcome.CorrectionScale * correction[i];
                if (_noise is not null) change += outcome.NoiseScale * noise[i];
                next[i] = Vector.FusedMultiplyAdd(new Vector<float>(outcome.ChangeScale), change, next[i]);
            }

            if (!outcome.IsAngle) continue;
            foreach (ref float angle in _next[outcome.Variable][..rows]) angle = ExactMath.WrapAngle(angle);
        }
    }

    private static void ScaleNoise(Span<float> noise, ReadOnlySpan<float> logRatio)
    {
        for (int i = 0; i < noise.Length; i++) noise[i] *= FloatMath.Exp(ScaleTrainer.Bounded(logRatio[i]));
    }

    // Only the few rows that left the support are judged one by one, or all where a condition of the terminal is known.
    private void Write(in StepBatch batch)
    {
        _next.CopyTo(batch.NextStates, batch.Count);
        Support.MarkOutside(_layout, _next, _actions, batch.Count, _outside);
        batch.Endings.Clear();
        ReadOnlySpan<int> outside = _outside.AsSpan(0, batch.Count);
        if (_layout.KnownTerminal is null && !outside.ContainsAnyExcept(0)) return;
        for (int row = 0; row < outside.Length; row++)
        {
            bool isOutside = outside[row] != 0;
            if (!isOutside && _layout.KnownTerminal is null) continue;
            Span<float> next = batch.NextStates.Slice(row * _width, _width);
            batch.Endings[row] = Enclose(batch.States.Slice(row * _width, _width), batch.Actions[row], next);
            if (isOutside)
                for (int j = 0; j < next.Length; j++) _next[j][row] = next[j];
        }
    }

    // A known terminal is judged where the state was drawn, and holds beyond the log's support too: it is known, not learned.
    private Ending Enclose(ReadOnlySpan<float> before, int action, Span<float> next)
    {
        bool isKnownTerminal = _layout.KnownTerminal?.Holds(next, action) ?? false;
        Ending ending = Support.Enclose(_layout, before, action, next);
        return isKnownTerminal && ending != Ending.Invalid ? Ending.Terminal : ending;
    }

    private void ApplyHeads(in StepBatch batch)
    {
        if (_reward is not null || _terminal is not null) _layout.Encoder.WriteStates(_next, batch.Count, _input, _layout.Encoder.ConditionFeatures);
        if (_terminal is not null) DrawTerminals(_terminal, batch);
        WriteRewards(batch);
    }

    private void DrawTerminals(MlpInference terminal, in StepBatch batch)
    {
        terminal.Run(batch.Count);
        ReadOnlySpan<float> logits = terminal.Output[0];
        for (int row = 0; row < batch.Count; row++)
            if (batch.Endings[row] == Ending.None && DrawTerminal(batch.Keys[row], logits[row])) batch.Endings[row] = Ending.Terminal;
    }

    private void WriteRewards(in StepBatch batch)
    {
        (float mean, float deviation) = (_layout.Normalizer.RewardMean, _layout.Normalizer.RewardStandardDeviation);
        Span<float> rewards = batch.Rewards;
        ReadOnlySpan<Ending> endings = batch.Endings[..rewards.Length];
        if (_layout.KnownReward is { } known)
        {
            for (int row = 0; row < rewards.Length; row++) rewards[row] = Possible((float)known.At(batch.NextStates.Slice(row * _width, _width), batch.Actions[row]), endings[row]);
        }
        else if (_reward is null)
        {
            (float goingOn, float atEnd) = (Possible(mean, Ending.None), Possible(mean, Ending.Terminal));
            for (int row = 0; row < rewards.Length; row++) rewards[row] = endings[row] == Ending.Terminal ? atEnd : goingOn;
        }
        else
        {
            if (_layout.RewardSeesEnd)
                for (int row = 0; row < rewards.Length; row++) _input[_layout.Head.Inputs][row] = endings[row] == Ending.Terminal ? 1 : 0;
            _reward.Run(rewards.Length);
            ReadOnlySpan<float> outputs = _reward.Output[0];
            for (int row = 0; row < rewards.Length; row++) rewards[row] = Possible(mean + deviation * outputs[row], endings[row]);
        }
    }

    private float Possible(float reward, Ending ending)
    {
        RewardRange range = ending == Ending.Terminal ? _layout.Rewards.AtEnd : _layout.Rewards.GoingOn;
        return (float)Math.Clamp(reward, range.Low, range.High);
    }

    private bool DrawTerminal(RowKey key, float logit) =>
        new RandomStream(key.Seed, RandomPurpose.Chance, key.Trajectory, key.Step).NextDouble() < _calibration.Probability(logit);

    /// <summary>A generated variable, with what turns the networks' outputs into its change.</summary>
    private readonly record struct Outcome(int Variable, bool IsAngle, float ChangeScale, float CorrectionScale, float NoiseScale);
}
