using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>Steps rows through one member of the ensemble, with buffers for up to <see cref="Capacity"/> rows. One instance serves one thread.</summary>
internal sealed class MemberPrediction
{
    public const int Capacity = 256;

    private readonly WorldModelLayout _layout;
    private readonly WorldModelMember _member;
    private readonly MlpPass<float> _correction, _generator, _reward, _terminal, _discrete;
    private readonly Normals _latents;
    private readonly bool _corrects;

    public MemberPrediction(WorldModelLayout layout, WorldModelMember member)
    {
        (_layout, _member) = (layout, member);
        _correction = new MlpPass<float>(member.Correction, Capacity);
        _generator = new MlpPass<float>(member.Generator, Capacity);
        _reward = new MlpPass<float>(member.Reward, Capacity);
        _terminal = new MlpPass<float>(member.Terminal, Capacity);
        _discrete = new MlpPass<float>(member.DiscreteHead, Capacity);
        _latents = new Normals(Capacity, layout.Options.LatentSize);
        _corrects = member.Gate.Any(gate => gate > 0);
    }

    /// <summary>The linear part of the mean of one outcome.</summary>
    public static float Linear(ReadOnlySpan<float> condition, ReadOnlySpan<float> weights, int outcomes, int outcome)
    {
        float sum = 0;
        for (int i = 0; i < condition.Length; i++) sum = MathF.FusedMultiplyAdd(condition[i], weights[i * outcomes + outcome], sum);
        return sum;
    }

    /// <summary>Steps the chosen rows of a batch; the batch's other rows are left alone.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rows">At most <see cref="Capacity"/> rows of it.</param>
    public void Step(StepBatch batch, ReadOnlySpan<int> rows)
    {
        WriteConditions(batch, rows);
        foreach (int row in rows) batch.States.Slice(row * Width, Width).CopyTo(batch.NextStates[(row * Width)..]); // what never varied stays
        if (_layout.Outcomes > 0) Generate(batch, rows);
        if (_layout.Logits > 0) DrawDiscrete(batch, rows);
        foreach (int row in rows) batch.Endings[row] = Enclose(batch.States.Slice(row * Width, Width), batch.Actions[row], batch.NextStates.Slice(row * Width, Width));
        ApplyHeads(batch, rows);
    }

    // A known terminal is judged where the state was drawn, and holds beyond the log's support too: it is known, not learned.
    private Ending Enclose(ReadOnlySpan<float> before, int action, Span<float> next)
    {
        bool isKnownTerminal = _layout.KnownTerminal?.Holds(next, action) ?? false;
        Ending ending = Support.Enclose(_layout, before, next);
        return isKnownTerminal && ending != Ending.Invalid ? Ending.Terminal : ending;
    }

    private int Width => _layout.Spec.State.Count;

    private void WriteConditions(StepBatch batch, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            Span<float> input = _generator.Input.AsSpan(i * _generator.InputStride, _generator.InputStride);
            _layout.Encoder.WriteCondition(batch.States.Slice(row * Width, Width), batch.Actions[row], input);
            input[.._layout.Condition].CopyTo(_correction.Input.AsSpan(i * _correction.InputStride));
            input[.._layout.Condition].CopyTo(_discrete.Input.AsSpan(i * _discrete.InputStride));
            input[.._layout.Condition].CopyTo(_reward.Input.AsSpan(i * _reward.InputStride));
            input[.._layout.Condition].CopyTo(_terminal.Input.AsSpan(i * _terminal.InputStride));
            RowKey key = batch.Keys[row];
            _latents.Draw(i, key.Seed, RandomPurpose.Latent, key.Trajectory, key.Step);
        }

        _latents.Transform(rows.Length);
        for (int i = 0; i < rows.Length; i++)
            _latents.Write(i, _generator.Input.AsSpan(i * _generator.InputStride + _layout.Condition, _layout.Options.LatentSize), (float)_layout.Options.LatentScale);
    }

    private void Generate(StepBatch batch, ReadOnlySpan<int> rows)
    {
        if (_corrects) _correction.Infer(rows.Length);
        _generator.Infer(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<float> condition = _generator.Input.AsSpan(i * _generator.InputStride, _layout.Condition);
            for (int o = 0; o < _layout.Outcomes; o++)
            {
                float change = Linear(condition, _member.Linear, _layout.Outcomes, o);
                if (_corrects) change += _member.Gate[o] * _member.CorrectionScale[o] * _correction.Output[i * _correction.OutputStride + o];
                change += _member.Scale[o] * _generator.Output[i * _generator.OutputStride + o];
                int j = _layout.Continuous[o], at = rows[i] * Width + j;
                float next = MathF.FusedMultiplyAdd(_layout.Normalizer.ChangeScale[j], change, batch.States[at]);
                batch.NextStates[at] = _layout.Spec.State[j].Kind == VariableKind.Angle ? ExactMath.WrapAngle(next) : next;
            }
        }
    }

    private void DrawDiscrete(StepBatch batch, ReadOnlySpan<int> rows)
    {
        _discrete.Infer(rows.Length);
        Span<double> probabilities = new double[_layout.Logits];
        for (int i = 0; i < rows.Length; i++)
        {
            RowKey key = batch.Keys[rows[i]];
            var random = new RandomStream(key.Seed, RandomPurpose.Chance, key.Trajectory, key.Step);
            _ = random.NextDouble();                       // the first draw belongs to the terminal
            int at = 0;
            foreach (int j in _layout.Discrete)
            {
                int classes = WorldModelLayout.ClassesOf(_layout.Spec.State[j]);
                Logistic.Softmax(_discrete.Output.AsSpan(i * _discrete.OutputStride + at, classes), probabilities[..classes]);
                batch.NextStates[rows[i] * Width + j] = Pick(probabilities[..classes], random.NextSingle());
                at += classes;
            }
        }
    }

    private static int Pick(ReadOnlySpan<double> probabilities, double at)
    {
        for (int k = 0; k < probabilities.Length - 1; k++)
            if ((at -= probabilities[k]) < 0) return k;
        return probabilities.Length - 1;
    }

    private void ApplyHeads(StepBatch batch, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> features = _reward.Input.AsSpan(i * _reward.InputStride + _layout.Condition, _layout.Encoder.StateFeatures);
            _layout.Encoder.WriteState(batch.NextStates.Slice(rows[i] * Width, Width), features);
            features.CopyTo(_terminal.Input.AsSpan(i * _terminal.InputStride + _layout.Condition));
        }

        if (_layout.LearnsReward) _reward.Infer(rows.Length);
        if (_layout.LearnsTerminal) _terminal.Infer(rows.Length);
        Normalizer normalizer = _layout.Normalizer;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            ReadOnlySpan<float> next = batch.NextStates.Slice(row * Width, Width);
            float reward = _layout.KnownReward is { } known ? (float)known.At(next, batch.Actions[row])
                : normalizer.RewardMean + (_layout.LearnsReward ? normalizer.RewardStandardDeviation * _reward.Output[i * _reward.OutputStride] : 0);
            batch.Rewards[row] = (float)Math.Clamp(reward, _layout.RewardRange.Low, _layout.RewardRange.High);
            if (batch.Endings[row] == Ending.None && _layout.LearnsTerminal && DrawTerminal(batch.Keys[row], i)) batch.Endings[row] = Ending.Terminal;
        }
    }

    private bool DrawTerminal(RowKey key, int i)
    {
        double logit = _terminal.Output[i * _terminal.OutputStride] + _member.TerminalShift[0];
        return new RandomStream(key.Seed, RandomPurpose.Chance, key.Trajectory, key.Step).NextDouble() < Logistic.Probability(logit);
    }
}
