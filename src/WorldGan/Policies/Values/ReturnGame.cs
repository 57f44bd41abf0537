using WorldGan.Numerics;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Policies.Values;

/// <summary>
/// The critic of <see cref="GeneratedReturns"/>: it sees (state, action, return) and tells samples of the target from those of the Q network (arXiv:1805.04874, with the
/// penalty of arXiv:1704.00028). Returns reach it as deviations from what the target network expects, in units of the usual deviation, so that a slope of one means the
/// same in all states and throughout the training (as arXiv:1602.07714 does for values).
/// </summary>
internal sealed class ReturnGame
{
    private const float ScaleAveraging = 0.99f;

    private readonly PolicyOptions _options;
    private readonly ulong _seed;
    private readonly QHead _head;
    private readonly int _features, _samples, _rows;
    private readonly MlpPass<float> _expected;             // the target network where the batch is
    private readonly Learner _critic;
    private readonly CriticLoss<float> _criticLoss;
    private readonly GeneratorLoss<float> _generatorLoss;
    private readonly float[] _conditions, _fakes, _reals;  // [B, features + A]; [B, N] what the critic sees of returns
    private readonly float[] _mixing;
    private readonly float[] _scale = [0, 0];              // mean square of a deviation, and what it must be divided by while it is young
    private readonly int[] _draws = [0];

    /// <param name="target">The target network.</param>
    /// <param name="head">What outputs mean.</param>
    /// <param name="features">Numbers of a state.</param>
    /// <param name="options">Resolved settings.</param>
    /// <param name="seed">The member's seed.</param>
    public ReturnGame(Mlp<float> target, QHead head, int features, PolicyOptions options, ulong seed)
    {
        (_options, _seed, _head, _features, _samples, _rows) = (options, seed, head, features, head.Learner.Atoms, options.BatchSize);
        int condition = features + head.Actions, pairs = _rows * options.ComparedSamples!.Value;
        var adversary = new Adversary<float>(new Wasserstein<float>(), PenaltyPoints.Between, GradientPenalty.Towards<float>(options.PenaltySlope!.Value));
        _expected = new MlpPass<float>(target, _rows);
        _critic = new Learner(new MlpShape(condition + 1, options.HiddenWidth, 2, 1, Activation.LeakyRelu), new RandomStream(seed, RandomPurpose.Weights, 7), beta1: 0.5f, beta2: 0.9f);
        _criticLoss = new CriticLoss<float>(_critic.Net, adversary, pairs, condition);
        _generatorLoss = new GeneratorLoss<float>(_critic.Net, adversary.Ratings, _rows * _samples, condition);
        (_conditions, _fakes, _reals, _mixing) = (new float[_rows * condition], new float[_rows * _samples], new float[_rows * _samples], new float[pairs]);
    }

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State => [("scale", _scale), ("draws", _draws), .. _critic.State];

    private int Condition => _features + _head.Actions;

    public void Restored() => _critic.Restored();

    /// <summary>The critic's steps, then its say about the samples of each row.</summary>
    /// <param name="online">The Q network, with the batch's states as inputs.</param>
    /// <param name="steps">[B] what happened.</param>
    /// <param name="targets">[B, 2 N] from <see cref="GeneratedReturns"/>; the slopes are written.</param>
    /// <param name="learningRate">Of the critic.</param>
    /// <returns>What the last of the critic's steps measured.</returns>
    public CriticReport Play(MlpPass<float> online, ReadOnlySpan<LearnedStep> steps, Span<float> targets, float learningRate)
    {
        online.Infer(_rows);
        online.Input.CopyTo(_expected.Input);
        _expected.Infer(_rows);
        for (int row = 0; row < _rows; row++) Fill(row, online, steps[row].Action, targets.Slice(2 * row * _samples, _samples));
        float scale = Measure();
        CriticReport report = default;
        for (int i = 0; i < _options.CriticSteps!.Value; i++) report = CriticStep(learningRate);
        Differentiate(targets, scale);
        return report;
    }

    private void Fill(int row, MlpPass<float> online, int action, ReadOnlySpan<float> target)
    {
        Span<float> condition = _conditions.AsSpan(row * Condition, Condition);
        online.Input.Slice(row * online.InputStride, _features).CopyTo(condition);
        condition[_features..].Clear();
        condition[_features + action] = 1;
        float expected = _head.Learner.Value(Samples(_expected, row, action));
        Deviations(Samples(online, row, action), expected, Fakes(row));
        Deviations(target, expected, Reals(row));
    }

    private ReadOnlySpan<float> Samples(MlpPass<float> pass, int row, int action) =>
        _head.Atoms(pass.Output.Slice(row * pass.OutputStride, _head.Outputs)).Slice(action * _samples, _samples);

    private static void Deviations(ReadOnlySpan<float> samples, float expected, Span<float> deviations)
    {
        for (int i = 0; i < samples.Length; i++) deviations[i] = samples[i] - expected;
    }

    // Brings the deviations into units of their running root mean square, which is returned.
    private float Measure()
    {
        double square = 0;
        foreach (float deviation in _reals) square += deviation * deviation;
        _scale[0] = ScaleAveraging * _scale[0] + (1 - ScaleAveraging) * (float)(square / _reals.Length);
        _scale[1] = ScaleAveraging * _scale[1] + 1 - ScaleAveraging;
        float scale = MathF.Sqrt(_scale[0] / _scale[1]) + 1e-6f;
        for (int i = 0; i < _reals.Length; i++) (_reals[i], _fakes[i]) = (_reals[i] / scale, _fakes[i] / scale);
        return scale;
    }

    private CriticReport CriticStep(float learningRate)
    {
        var random = new RandomStream(_seed, RandomPurpose.Mix, 0, (uint)_draws[0]++);
        for (int pair = 0; pair < _mixing.Length; pair++)
        {
            int row = pair / _options.ComparedSamples!.Value;
            Write(row, Reals(row)[random.NextInt32(_samples)], _criticLoss.Real(pair));
            Write(row, Fakes(row)[random.NextInt32(_samples)], _criticLoss.Fake(pair));
            _mixing[pair] = random.NextSingle();
        }

        CriticReport report = _criticLoss.AddGradient(_critic.Gradient, _mixing, _options.PenaltyWeight!.Value);
        _critic.Descend(learningRate);
        return report;
    }

    // In units of returns, squared as all losses of values are: the loss of a row is -scale² · mean D, its slope at a sample scale · slope at the deviation / samples.
    private void Differentiate(Span<float> targets, float scale)
    {
        int count = _rows * _samples;
        for (int i = 0; i < count;)
        {
            int first = i, end = Math.Min(i + MlpPass<float>.BlockRows, count);
            for (; i < end; i++) Write(i / _samples, _fakes[i], _generatorLoss.Fake(i));
            _generatorLoss.Differentiate(first, end);
            for (i = first; i < end; i++) targets[(2 * (i / _samples) + 1) * _samples + i % _samples] = scale * _rows * _generatorLoss.Slope(i)[0];
        }
    }

    private void Write(int row, float deviation, Span<float> criticInput)
    {
        _conditions.AsSpan(row * Condition, Condition).CopyTo(criticInput);
        criticInput[Condition] = deviation;
    }

    private Span<float> Fakes(int row) => _fakes.AsSpan(row * _samples, _samples);

    private Span<float> Reals(int row) => _reals.AsSpan(row * _samples, _samples);
}
