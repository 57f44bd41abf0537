using WorldGan.Numerics;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Policies.Values;

/// <summary>
/// The game of <see cref="GeneratedReturns"/> against a <see cref="ReturnCritic"/> (GAN Q-learning, arXiv:1805.04874). Returns reach the critic as deviations from what the
/// target network expects, in units of their usual size, so that a slope means the same in all states and throughout the training (as arXiv:1602.07714 does for values).
/// </summary>
internal sealed class ReturnGame
{
    private const float ScaleAveraging = 0.99f;

    private readonly QHead _head;
    private readonly int _features, _samples, _rows, _criticSteps;
    private readonly MlpPass<float> _expected;             // the target network where the batch is
    private readonly ReturnCritic _critic;
    private readonly float[] _deviations;                  // [B, 2 N] of the Q network's samples, of the target's
    private readonly float[] _scale = [0, 0];              // mean square of the target's, and what it must be divided by while it is young

    /// <param name="target">The target network.</param>
    /// <param name="head">What outputs mean.</param>
    /// <param name="features">Numbers of a state.</param>
    /// <param name="options">Resolved settings.</param>
    /// <param name="seed">The member's seed.</param>
    public ReturnGame(Mlp<float> target, QHead head, int features, PolicyOptions options, ulong seed)
    {
        (_head, _features, _samples, _rows, _criticSteps) = (head, features, head.Learner.Atoms, options.BatchSize, options.CriticSteps!.Value);
        _expected = new MlpPass<float>(target, _rows);
        _critic = new ReturnCritic(features, head.Actions, options, seed);
        _deviations = new float[_rows * 2 * _samples];
    }

    /// <summary>Everything that must be saved to go on with the same bits; call <see cref="Restored"/> after writing it.</summary>
    public IEnumerable<(string Name, Array Values)> State => [("scale", _scale), .. _critic.State];

    public void Restored() => _critic.Restored();

    /// <summary>The critic's steps, then its say about the Q network's samples of each row.</summary>
    /// <param name="online">The Q network, with the batch's states as inputs.</param>
    /// <param name="steps">[B] what happened.</param>
    /// <param name="targets">[B, 2 N] from <see cref="GeneratedReturns"/>; the slopes are written.</param>
    /// <param name="learningRate">Of the critic.</param>
    /// <returns>What the last of the critic's steps measured, in units of the deviations.</returns>
    public CriticReport Play(MlpPass<float> online, ReadOnlySpan<LearnedStep> steps, Span<float> targets, float learningRate)
    {
        online.Infer(_rows);
        online.Input.CopyTo(_expected.Input);
        _expected.Infer(_rows);
        for (int row = 0; row < _rows; row++) Deviate(row, online, steps[row].Action, Target(targets, row)[.._samples]);
        float scale = Scale();
        for (int i = 0; i < _deviations.Length; i++) _deviations[i] /= scale;
        for (int row = 0; row < _rows; row++) _critic.Put(row, online.Input.Slice(row * online.InputStride, _features), steps[row].Action, Target(_deviations, row));
        CriticReport report = default;
        for (int i = 0; i < _criticSteps; i++) report = _critic.Step(learningRate);
        _critic.Judge();
        for (int row = 0; row < _rows; row++) WriteSlopes(row, scale, Target(targets, row)[_samples..]);
        return report;
    }

    private void Deviate(int row, MlpPass<float> online, int action, ReadOnlySpan<float> target)
    {
        float expected = _head.Learner.Value(Samples(_expected, row, action));
        ReadOnlySpan<float> own = Samples(online, row, action);
        Span<float> deviations = Target(_deviations, row);
        for (int i = 0; i < _samples; i++) (deviations[i], deviations[_samples + i]) = (own[i] - expected, target[i] - expected);
    }

    // The running root mean square of the target's deviations.
    private float Scale()
    {
        double square = 0;
        for (int row = 0; row < _rows; row++)
            foreach (float deviation in Target(_deviations, row)[_samples..]) square += deviation * deviation;
        _scale[0] = ScaleAveraging * _scale[0] + (1 - ScaleAveraging) * (float)(square / (_rows * _samples));
        _scale[1] = ScaleAveraging * _scale[1] + 1 - ScaleAveraging;
        return MathF.Sqrt(_scale[0] / _scale[1]) + 1e-6f;
    }

    // In units of returns, squared as all losses of values are: the loss of a row is -scale² · its mean rating.
    private void WriteSlopes(int row, float scale, Span<float> slopes)
    {
        for (int i = 0; i < slopes.Length; i++) slopes[i] = -scale * _critic.Slope(row, i) / _samples;
    }

    private ReadOnlySpan<float> Samples(MlpPass<float> pass, int row, int action) =>
        _head.Atoms(pass.Output.Slice(row * pass.OutputStride, _head.Outputs)).Slice(action * _samples, _samples);

    private Span<float> Target(Span<float> rows, int row) => rows.Slice(row * 2 * _samples, 2 * _samples);
}
