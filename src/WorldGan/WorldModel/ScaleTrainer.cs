using System.Numerics;
using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel;

/// <summary>
/// Learns how the scale of the noise hangs on state and action: a network for the logarithm of its ratio to the constant scale, by the likelihood of a normal
/// distribution with that scale (Nix and Weigend, "Estimating the mean and variance of the target probability distribution", 1994). A variable
/// whose held-out likelihood it does not raise keeps the constant scale. Where the noise is widest the scale is levelled: what the network still tells apart there it has mostly learned
/// by heart or extrapolates, and a generator of that noise would have to undo it.
/// </summary>
internal sealed class ScaleTrainer
{
    private const float Averaging = 0.99f;
    internal const float LeastLogRatio = -12, MostLogRatio = 2; // while it learns
    internal const double MostPull = 1000;                  // of one row, in units of the pull of rows without noise: rarer noise than one row in a thousand is not seen
    private const double LeastGain = 0.05;                 // nats a row
    private const float FirstScaleOfLastLayer = 0.1f;

    private readonly WorldModelLayout _layout;
    private readonly WorldModelMember _member;
    private readonly TransitionSet _data;
    private readonly EpisodeSplit _split;
    private readonly float[] _residuals;                   // [N, O] in units of the constant scale
    private readonly BatchSampler _sampler;
    private readonly Mlp<float> _average;
    private readonly Learner _learner;
    private readonly MlpPass<float> _pass, _averagePass;
    private readonly int[] _progress = [0];

    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="member">Receives the network and its gate; its mean and constant scale are known.</param>
    /// <param name="data">The log.</param>
    /// <param name="split">Which of its rows train, and which judge.</param>
    /// <param name="residuals">[N, O] what the mean leaves, in units of the constant scale.</param>
    /// <param name="seed">The member's seed.</param>
    public ScaleTrainer(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, float[] residuals, ulong seed)
    {
        (_layout, _member, _data, _split, _residuals) = (layout, member, data, split, residuals);
        _sampler = new BatchSampler(seed, stage: 5);
        _average = new Mlp<float>(layout.Scale);
        _learner = new Learner(layout.Scale, new RandomStream(seed, RandomPurpose.Weights, 6), _average, Averaging, lastLayerScale: FirstScaleOfLastLayer);
        _pass = new MlpPass<float>(_learner.Net, layout.Options.BatchSize);
        _averagePass = new MlpPass<float>(_average, layout.Options.BatchSize);
    }

    public int Steps => _layout.ScaleSteps;

    public int StepsDone => _progress[0];

    public bool IsDone => _progress[0] >= Steps;

    public IEnumerable<(string Name, Array Values)> State => [("levelled", _progress), .. _learner.State]; // so named since the scale is levelled: a checkpoint from before does not fit

    /// <summary>The network, for whoever takes its steps elsewhere: see <see cref="Rate"/> and <see cref="Advance"/>.</summary>
    public Learner Learner => _learner;

    /// <summary>[N, O] what the mean leaves, in units of the constant scale.</summary>
    public float[] Residuals => _residuals;

    /// <summary>The learning rate of the present step.</summary>
    public float Rate => Schedules.Cosine(_layout.ScaleLearningRate, StepsDone, Steps, 0);

    public void Restored() => _learner.Restored();

    /// <summary>Counts a step that was done.</summary>
    public void Advance() => _progress[0]++;

    /// <summary>One step up the likelihood; returns the mean negative logarithm of it, less that of the constant scale.</summary>
    public double Step()
    {
        int[] rows = _sampler.Draw(_split.Training, _layout.Options.BatchSize, (uint)StepsDone);
        double loss = 0;
        WriteConditions(_pass, rows);
        for (int row = 0, end; row < rows.Length;)
        {
            end = _pass.Forward(row, rows.Length);
            for (; row < end; row++)
                for (int o = 0; o < _layout.Outcomes; o++)
                {
                    int at = row * _pass.OutputStride + o;
                    double square = Square(rows[row], o);
                    loss += Cost(_pass.Output[at], square) - Cost(0, square);
                    _pass.OutputGradient[at] = (float)(Slope(_pass.Output[at], square) / (rows.Length * _layout.Outcomes));
                }

            _pass.Backward(_learner.Gradient);
        }

        _learner.Descend(Rate);
        Advance();
        return loss / (rows.Length * _layout.Outcomes);
    }

    /// <summary>Gates and levels the network, and puts the residuals in units of the scale that results. Once: it raises the member's constant scale, which the mean has to set anew before another time.</summary>
    /// <returns>[N, O] residuals of all rows in units of the scale at their condition.</returns>
    public float[] Finish()
    {
        _average.Parameters.CopyTo(_member.ScaleNetwork.Parameters, 0);
        var levels = new float[_layout.Outcomes];
        if (Steps > 0)
        {
            SetGate();
            levels = Levels();
        }

        for (int o = 0; o < levels.Length; o++)
            if (_member.ScaleGate[o] > 0) _member.RaiseScale(o, levels[o]);
        _member.ScaleNetwork.ParametersChanged();
        float[] residuals = [.. _residuals];
        ForEachRatio([.. Enumerable.Range(0, _data.Count)], (row, o, logRatio) =>
        {
            if (_member.ScaleGate[o] > 0) residuals[row * _layout.Outcomes + o] /= FloatMath.Exp(levels[o]) * FloatMath.Exp(Bounded(logRatio - levels[o]));
        });
        return residuals;
    }

    /// <summary>The logarithm of the ratio as it is used, at most 0: see <see cref="WorldModelMember.Scale"/>.</summary>
    internal static T Bounded<T>(T logRatio)
        where T : INumber<T> => T.Clamp(logRatio, T.CreateTruncating(LeastLogRatio), T.Zero);

    // An output beyond these bounds is an extrapolation.
    private static float BoundedInTraining(float logRatio) => Math.Clamp(logRatio, LeastLogRatio, MostLogRatio);

    private static double Cost(float logRatio, double square) => BoundedInTraining(logRatio) + 0.5 * square * ExactMath.Exp(-2.0 * BoundedInTraining(logRatio));

    private static double Slope(float logRatio, double square)
    {
        double slope = 1 - Math.Min(square * ExactMath.Exp(-2.0 * BoundedInTraining(logRatio)), MostPull);
        return (logRatio < LeastLogRatio && slope > 0) || (logRatio > MostLogRatio && slope < 0) ? 0 : slope;
    }

    private void SetGate()
    {
        var gains = new double[_layout.Outcomes];
        ForEachRatio(_split.HeldOut, (row, o, logRatio) => gains[o] += (Cost(0, Square(row, o)) - Cost(logRatio, Square(row, o))) / _split.HeldOut.Length);
        for (int o = 0; o < gains.Length; o++) _member.ScaleGate[o] = gains[o] > LeastGain ? 1 : 0;
    }

    // Mean less standard deviation of the log ratio over held-out rows, each weighed by the square of its scale: by its share of all noise.
    private float[] Levels()
    {
        int outcomes = _layout.Outcomes;
        var (weight, sum, squares) = (new double[outcomes], new double[outcomes], new double[outcomes]);
        ForEachRatio(_split.HeldOut, (_, o, logRatio) =>
        {
            double u = BoundedInTraining(logRatio), share = ExactMath.Exp(2 * u);
            weight[o] += share;
            sum[o] += share * u;
            squares[o] += share * u * u;
        });
        return [.. weight.Select((all, o) => (float)(sum[o] / all - Math.Sqrt(Math.Max(0, squares[o] / all - sum[o] / all * (sum[o] / all)))))];
    }

    private double Square(int row, int outcome) => (double)_residuals[row * _layout.Outcomes + outcome] * _residuals[row * _layout.Outcomes + outcome];

    private void WriteConditions(MlpPass<float> pass, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
            _layout.WriteCondition(_data, rows[i], pass.Input.Slice(i * pass.InputStride, _layout.Condition));
    }

    private void ForEachRatio(int[] rows, Action<int, int, float> take)
    {
        if (Steps == 0) return;
        foreach (int[] chunk in rows.Chunk(_averagePass.Capacity))
        {
            WriteConditions(_averagePass, chunk);
            _averagePass.Infer(chunk.Length);
            for (int i = 0; i < chunk.Length; i++)
                for (int o = 0; o < _layout.Outcomes; o++) take(chunk[i], o, _averagePass.Output[i * _averagePass.OutputStride + o]);
        }
    }
}
