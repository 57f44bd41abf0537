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
    private readonly MlpPass<float> _generator;
    private readonly MlpPass<float>? _correction, _reward, _terminal, _discrete; // null where this world has no use for it
    private readonly Normals _latents;
    private readonly Outcome[] _outcomes;
    private readonly float[] _linear, _linearChange;       // [C, O] and [rows, O], both in panels
    private readonly double[] _probabilities;

    public MemberPrediction(WorldModelLayout layout, WorldModelMember member)
    {
        (_layout, _member) = (layout, member);
        _generator = new MlpPass<float>(member.Generator, Capacity);
        _correction = member.Gate.Any(gate => gate > 0) ? new MlpPass<float>(member.Correction, Capacity) : null;
        _reward = layout.LearnsReward ? new MlpPass<float>(member.Reward, Capacity) : null;
        _terminal = layout.LearnsTerminal ? new MlpPass<float>(member.Terminal, Capacity) : null;
        _discrete = layout.Logits > 0 ? new MlpPass<float>(member.DiscreteHead, Capacity) : null;
        _latents = new Normals(RandomPurpose.Latent, Capacity, layout.Options.LatentSize);
        _probabilities = new double[layout.Logits];
        _outcomes = [.. layout.Continuous.Select((j, o) => new Outcome(
            j, layout.Spec.State[j].Kind == VariableKind.Angle, layout.Normalizer.ChangeScale[j], member.Gate[o] * member.CorrectionScale[o], member.Scale[o]))];
        _linear = new float[layout.Condition * Panels.Pad(layout.Outcomes)];
        _linearChange = new float[Capacity * Panels.Pad(layout.Outcomes)];
        for (int i = 0; i < layout.Condition; i++)
            for (int o = 0; o < layout.Outcomes; o++)
                _linear[(o / Panels.Width * layout.Condition + i) * Panels.Width + o % Panels.Width] = member.Linear[i * layout.Outcomes + o];
    }

    private int Width => _layout.Spec.State.Count;

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
        if (_outcomes.Length > 0) Generate(batch, rows);
        if (_discrete is not null) DrawDiscrete(batch, rows, _discrete);
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

    private void WriteConditions(StepBatch batch, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            Span<float> input = _generator.Input.Slice(i * _generator.InputStride, _generator.InputStride);
            _layout.Encoder.WriteCondition(batch.States.Slice(row * Width, Width), batch.Actions[row], input);
            ReadOnlySpan<float> condition = input[.._layout.Condition];
            CopyTo(_correction, i, condition);
            CopyTo(_discrete, i, condition);
            CopyTo(_reward, i, condition);
            CopyTo(_terminal, i, condition);
            RowKey key = batch.Keys[row];
            _latents.SetKey(i, key.Seed, key.Trajectory, key.Step);
        }

        _latents.Draw(rows.Length);
        for (int i = 0; i < rows.Length; i++)
            _latents.Write(i, _generator.Input.Slice(i * _generator.InputStride + _layout.Condition, _layout.Options.LatentSize), (float)_layout.Options.LatentScale);
    }

    private static void CopyTo(MlpPass<float>? pass, int row, ReadOnlySpan<float> condition)
    {
        if (pass is not null) condition.CopyTo(pass.Input[(row * pass.InputStride)..]);
    }

    private void Generate(StepBatch batch, ReadOnlySpan<int> rows)
    {
        _correction?.Infer(rows.Length);
        _generator.Infer(rows.Length);
        AddLinear(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> next = batch.NextStates.Slice(rows[i] * Width, Width);      // holds the state so far
            ReadOnlySpan<float> linear = _linearChange.AsSpan(i * Panels.Pad(_outcomes.Length)), noise = _generator.Output[(i * _generator.OutputStride)..];
            ReadOnlySpan<float> correction = _correction is null ? default : _correction.Output[(i * _correction.OutputStride)..];
            for (int o = 0; o < _outcomes.Length; o++)
            {
                ref readonly Outcome outcome = ref _outcomes[o];
                float change = linear[o];
                if (_correction is not null) change += outcome.CorrectionScale * correction[o];
                change += outcome.NoiseScale * noise[o];
                float value = MathF.FusedMultiplyAdd(outcome.ChangeScale, change, next[outcome.Variable]);
                next[outcome.Variable] = outcome.IsAngle ? ExactMath.WrapAngle(value) : value;
            }
        }
    }

    private void AddLinear(int rows)
    {
        _linearChange.AsSpan(0, rows * Panels.Pad(_outcomes.Length)).Clear();
        MatMul.Run(new MatrixProduct<float>
        {
            Left = new(_generator.Input, _generator.InputStride, 1),
            Right = new(_linear, Panels.Width, _layout.Condition * Panels.Width),
            Result = new(_linearChange, Panels.Pad(_outcomes.Length), Panels.Width),
            Rows = rows,
            Inner = _layout.Condition,
            Columns = Panels.PadToHalf(_outcomes.Length),
        });
    }

    private void DrawDiscrete(StepBatch batch, ReadOnlySpan<int> rows, MlpPass<float> pass)
    {
        pass.Infer(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            RowKey key = batch.Keys[rows[i]];
            var random = new RandomStream(key.Seed, RandomPurpose.Chance, key.Trajectory, key.Step);
            _ = random.NextDouble();                       // the first draw belongs to the terminal
            int at = 0;
            foreach (int j in _layout.Discrete)
            {
                int classes = WorldModelLayout.ClassesOf(_layout.Spec.State[j]);
                Span<double> probabilities = _probabilities.AsSpan(0, classes);
                Logistic.Softmax(pass.Output.Slice(i * pass.OutputStride + at, classes), probabilities);
                batch.NextStates[rows[i] * Width + j] = Pick(probabilities, random.NextSingle());
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
        InferHead(_reward, batch, rows);
        InferHead(_terminal, batch, rows);
        Normalizer normalizer = _layout.Normalizer;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            float reward = _layout.KnownReward is { } known ? (float)known.At(batch.NextStates.Slice(row * Width, Width), batch.Actions[row])
                : normalizer.RewardMean + (_reward is not null ? normalizer.RewardStandardDeviation * _reward.Output[i * _reward.OutputStride] : 0);
            batch.Rewards[row] = (float)Math.Clamp(reward, _layout.RewardRange.Low, _layout.RewardRange.High);
            if (_terminal is not null && batch.Endings[row] == Ending.None && DrawTerminal(batch.Keys[row], _terminal.Output[i * _terminal.OutputStride]))
                batch.Endings[row] = Ending.Terminal;
        }
    }

    private void InferHead(MlpPass<float>? head, StepBatch batch, ReadOnlySpan<int> rows)
    {
        if (head is null) return;
        for (int i = 0; i < rows.Length; i++)
            _layout.Encoder.WriteState(batch.NextStates.Slice(rows[i] * Width, Width), head.Input.Slice(i * head.InputStride + _layout.Condition, _layout.Encoder.StateFeatures));
        head.Infer(rows.Length);
    }

    private bool DrawTerminal(RowKey key, float logit) =>
        new RandomStream(key.Seed, RandomPurpose.Chance, key.Trajectory, key.Step).NextDouble() < Logistic.Probability((double)logit + _member.TerminalShift[0]);

    /// <summary>A generated variable, with what turns the networks' outputs into its change.</summary>
    private readonly record struct Outcome(int Variable, bool IsAngle, float ChangeScale, float CorrectionScale, float NoiseScale);
}
