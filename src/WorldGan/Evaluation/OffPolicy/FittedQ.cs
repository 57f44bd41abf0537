using WorldGan.Numerics;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>
/// One network of fitted Q evaluation: Q(s, a) learns towards r + γ Σ π(a'|s') Q̄(s', a'), where Q̄ is the average of its own weights, by squared error on rows of the log
/// (Le, Voloshin and Yue 2019, arXiv:1903.08738, with a target that moves instead of one that jumps).
/// </summary>
internal sealed class FittedQ
{
    private readonly FittedRows _rows;
    private readonly int[] _drawn;
    private readonly OffPolicyOptions _options;
    private readonly ulong _seed;
    private readonly int _actions, _features;
    private readonly Learner _learner;
    private readonly MlpPass<float> _online, _target;
    private readonly int[] _batch;

    /// <param name="rows">The log.</param>
    /// <param name="drawn">The rows to learn from.</param>
    /// <param name="options">Settings.</param>
    /// <param name="seed">Seed of weights and batches.</param>
    public FittedQ(FittedRows rows, int[] drawn, OffPolicyOptions options, ulong seed)
    {
        (_rows, _drawn, _options, _seed) = (rows, drawn, options, seed);
        (_actions, _features) = (rows.Data.Spec.Actions.Count, rows.Encoder.StateFeatures);
        var shape = new MlpShape(_features, options.FittedWidth, 2, _actions, Activation.Silu);
        var average = new Mlp<float>(shape);
        _learner = new Learner(shape, new RandomStream(seed, RandomPurpose.Weights), average, (float)options.FittedTargetAveraging);
        (_online, _target) = (new MlpPass<float>(_learner.Net, options.FittedBatchSize), new MlpPass<float>(average, options.FittedBatchSize));
        _batch = new int[options.FittedBatchSize];
    }

    public void Train(CancellationToken cancellation)
    {
        for (int step = 0; step < _options.FittedSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Fill(step);
            _target.Infer(_batch.Length);
            AddGradient();
            _learner.Descend((float)(_options.FittedLearningRate * 0.5 * (1 + ExactMath.Cos(Math.PI * step / _options.FittedSteps))));
        }
    }

    /// <summary>The mean value of the policy in the states of some rows, in units of reward.</summary>
    public double Value(int[] rows)
    {
        double sum = 0;
        foreach (int[] part in rows.Chunk(_batch.Length))
        {
            for (int i = 0; i < part.Length; i++) Features(_rows.Features, part[i]).CopyTo(_target.Input[(i * _target.InputStride)..]);
            _target.Infer(part.Length);
            for (int i = 0; i < part.Length; i++) sum += Mean(_target.Output.Slice(i * _target.OutputStride, _actions), _rows.Shares, part[i]);
        }

        return sum / rows.Length * _rows.Target.Scale;
    }

    private void Fill(int step)
    {
        var random = new RandomStream(_seed, RandomPurpose.Batch, 0, (uint)step);
        for (int i = 0; i < _batch.Length; i++)
        {
            _batch[i] = _drawn[random.NextInt32(_drawn.Length)];
            Features(_rows.Features, _batch[i]).CopyTo(_online.Input[(i * _online.InputStride)..]);
            Features(_rows.NextFeatures, _batch[i]).CopyTo(_target.Input[(i * _target.InputStride)..]);
        }
    }

    private void AddGradient()
    {
        for (int i = 0; i < _batch.Length;)
        {
            int end = _online.Forward(i, _batch.Length);
            for (; i < end; i++)
            {
                int row = _batch[i];
                float next = Mean(_target.Output.Slice(i * _target.OutputStride, _actions), _rows.NextShares, row);
                float target = _rows.Target.Of(_rows.Data.Rewards[row], _rows.Data.Endings[row], next);
                Span<float> gradient = _online.OutputGradient.Slice(i * _online.OutputStride, _actions);
                gradient.Clear();
                int action = _rows.Data.Actions[row];
                gradient[action] = (_online.Output[i * _online.OutputStride + action] - target) / _batch.Length;
            }

            _online.Backward(_learner.Gradient);
        }
    }

    private ReadOnlySpan<float> Features(float[] all, int row) => all.AsSpan(row * _features, _features);

    private float Mean(ReadOnlySpan<float> values, float[] shares, int row)
    {
        float mean = 0;
        for (int a = 0; a < _actions; a++) mean += shares[row * _actions + a] * values[a];
        return mean;
    }
}
