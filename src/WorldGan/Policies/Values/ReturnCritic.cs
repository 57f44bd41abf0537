using WorldGan.Numerics;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Policies.Values;

/// <summary>
/// Tells samples of the target from those of the Q network. The network sees a state and says a <see cref="RatingCurve"/> of each action: ratings are products of what a
/// network makes of the condition and of features of the sample (arXiv:1802.05637), so that one pass rates all samples of a row. It minimises the mean rating of the Q
/// network's samples minus that of the target's, plus penalty weight · mean of ½ slope² over both (arXiv:1801.04406): its slope fades as they come to agree.
/// </summary>
internal sealed class ReturnCritic
{
    private readonly int _rows, _samples;
    private readonly float _penaltyWeight;
    private readonly Learner _learner;
    private readonly MlpPass<float> _pass;
    private readonly int[] _actions;                       // [B]
    private readonly float[] _samplesOfRows;               // [B, 2 N] the Q network's, the target's
    private readonly float[] _surplus;                     // [B, K] ∂(mean rating of the Q network's samples - mean rating of the target's)/∂slopes

    /// <param name="features">Numbers of a state.</param>
    /// <param name="actions">A.</param>
    /// <param name="options">Resolved settings.</param>
    /// <param name="seed">The member's seed.</param>
    public ReturnCritic(int features, int actions, PolicyOptions options, ulong seed)
    {
        (_rows, _samples, _penaltyWeight) = (options.BatchSize, options.Samples!.Value, (float)options.PenaltyWeight!.Value);
        var shape = new MlpShape(features, options.HiddenWidth, 2, actions * RatingCurve.Knots, Activation.Silu);
        _learner = new Learner(shape, new RandomStream(seed, RandomPurpose.Weights, 8), beta1: 0, beta2: 0.99f, lastLayerScale: 0.1);
        _pass = new MlpPass<float>(_learner.Net, _rows);
        (_actions, _samplesOfRows, _surplus) = (new int[_rows], new float[_rows * 2 * _samples], new float[_rows * RatingCurve.Knots]);
    }

    /// <summary>Everything that must be saved to go on with the same bits; call <see cref="Restored"/> after writing it.</summary>
    public IEnumerable<(string Name, Array Values)> State => _learner.State;

    public void Restored() => _learner.Restored();

    /// <summary>Takes a row of the batch.</summary>
    /// <param name="row">Which.</param>
    /// <param name="state">[features] the state.</param>
    /// <param name="action">The action.</param>
    /// <param name="samples">[2 N] the Q network's and the target's, in units of the knots.</param>
    public void Put(int row, ReadOnlySpan<float> state, int action, ReadOnlySpan<float> samples)
    {
        state.CopyTo(_pass.Input[(row * _pass.InputStride)..]);
        _actions[row] = action;
        samples.CopyTo(Samples(row));
        Span<float> surplus = Surplus(row);
        surplus.Clear();
        for (int i = 0; i < samples.Length; i++) RatingCurve.AddRatingGradient(samples[i], (i < _samples ? 1f : -1f) / _samples, surplus);
    }

    /// <summary>One gradient step on the batch.</summary>
    public CriticReport Step(float learningRate)
    {
        double distance = 0, penalty = 0;
        for (int row = 0; row < _rows;)
        {
            int end = _pass.Forward(row, _rows);
            for (; row < end; row++)
            {
                distance += Distance(row);
                penalty += WriteGradient(row);
            }

            _pass.Backward(_learner.Gradient);
        }

        _learner.Descend(learningRate);
        return new(-distance / _rows, distance / _rows, penalty / _rows);
    }

    /// <summary>Brings the ratings up to date with the last <see cref="Step"/>.</summary>
    public void Judge() => _pass.Infer(_rows);

    /// <summary>∂rating/∂sample of one of the Q network's samples, after <see cref="Judge"/>.</summary>
    public float Slope(int row, int sample) => RatingCurve.Slope(Curve(row), Samples(row)[sample]);

    private double Distance(int row)
    {
        ReadOnlySpan<float> curve = Curve(row), surplus = Surplus(row);
        double distance = 0;
        for (int k = 0; k < curve.Length; k++) distance -= curve[k] * surplus[k];
        return distance;
    }

    // Returns the row's penalty.
    private double WriteGradient(int row)
    {
        ReadOnlySpan<float> curve = Curve(row), samples = Samples(row);
        Span<float> gradient = _pass.OutputGradient.Slice(row * _pass.OutputStride, _pass.OutputStride);
        gradient.Clear();
        gradient = gradient.Slice(_actions[row] * RatingCurve.Knots, RatingCurve.Knots);
        for (int k = 0; k < gradient.Length; k++) gradient[k] = Surplus(row)[k] / _rows;
        double squares = 0;
        foreach (float sample in samples)
        {
            float slope = RatingCurve.Slope(curve, sample);
            squares += slope * slope;
            RatingCurve.AddSlopeGradient(sample, _penaltyWeight * slope / (samples.Length * _rows), gradient);
        }

        return 0.5 * squares / samples.Length;
    }

    private ReadOnlySpan<float> Curve(int row) => _pass.Output.Slice(row * _pass.OutputStride + _actions[row] * RatingCurve.Knots, RatingCurve.Knots);

    private Span<float> Surplus(int row) => _surplus.AsSpan(row * RatingCurve.Knots, RatingCurve.Knots);

    private Span<float> Samples(int row) => _samplesOfRows.AsSpan(row * 2 * _samples, 2 * _samples);
}
