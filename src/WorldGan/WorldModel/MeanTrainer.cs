using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>
/// Learns the mean of the change: a ridge fit, then a network for what it leaves, trained by mean squared error and kept only as far as
/// held-out episodes confirm it. Without that gate the correction memorises the noise, and everything after it inherits the bias.
/// </summary>
internal sealed class MeanTrainer
{
    private const double Ridge = 1e-4;
    private const float Averaging = 0.99f;
    private const int StepsBetweenChecks = 250;
    private const int PatienceChecks = 6;
    private const int MostFits = 10;                       // of the linear part
    private const float FirstScaleOfLastLayer = 0.1f;
    private const double LeastScale = 1e-9;                // under the rounding of single precision, which is the noise of an exact world

    private readonly WorldModelLayout _layout;
    private readonly WorldModelMember _member;
    private readonly TransitionSet _data;
    private readonly EpisodeSplit _split;
    private readonly BatchSampler _sampler;
    private readonly Learner _learner;
    private readonly MlpPass<float> _pass, _averagePass;
    private readonly float[] _residuals;                   // [N, O] what the linear part leaves, in units of CorrectionScale
    private readonly float[] _best;
    private readonly double[] _progress = [0, double.PositiveInfinity, 0, 0]; // step, best held-out error, checks without improvement, step at which the rate began to fall

    public MeanTrainer(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, ulong seed)
    {
        (_layout, _member, _data, _split) = (layout, member, data, split);
        _sampler = new BatchSampler(seed, stage: 0);
        _residuals = new float[data.Count * layout.Outcomes];
        FitLinear();
        _learner = new Learner(layout.Mean, new RandomStream(seed, RandomPurpose.Weights, 0), member.Correction, Averaging, lastLayerScale: FirstScaleOfLastLayer);
        _pass = new MlpPass<float>(_learner.Net, layout.Options.BatchSize);
        _averagePass = new MlpPass<float>(member.Correction, layout.Options.BatchSize);
        _best = [.. member.Correction.Parameters];
    }

    public int Steps => _layout.MeanSteps;

    public int StepsDone => (int)_progress[0];

    public bool IsDone => _progress[0] >= LastStep;

    public IEnumerable<(string Name, Array Values)> State => [("best", _best), ("progress", _progress), .. _learner.State];

    /// <summary>Root of the best mean squared held-out error so far, in units of what the linear fit left; null before the first check.</summary>
    public double? HeldOutError => double.IsFinite(_progress[1]) ? Math.Sqrt(_progress[1]) : null;

    /// <summary>The network, for whoever takes its steps elsewhere: see <see cref="RateAt"/> and <see cref="Advance"/>.</summary>
    public Learner Learner => _learner;

    /// <summary>[N, O] what the linear part leaves of each row: what the network learns, in units of the member's correction scale.</summary>
    public float[] Targets => _residuals;

    /// <summary>Rows to learn from: a draw of its own for each member.</summary>
    public int[] Rows => _split.Training;

    /// <summary>Steps from here to the next one after which <see cref="Advance"/> decides something.</summary>
    public int StepsToDecision => Math.Min(StepsBetweenChecks - StepsDone % StepsBetweenChecks, Math.Min(LastStep, 2 * StepsDone < Steps ? (Steps + 1) / 2 : Steps) - StepsDone);

    public void Restored() => _learner.Restored();

    /// <summary>One step of gradient descent on the mean squared error; returns it.</summary>
    public double Step()
    {
        double loss = AddGradient(_sampler.Draw(_split.Training, _layout.Options.BatchSize, (uint)StepsDone));
        _learner.Descend(RateAt(StepsDone));
        Advance(1);
        return loss;
    }

    /// <summary>The learning rate of a step, up to the next decision.</summary>
    public float RateAt(int step) => Falls ? Schedules.Cosine(_layout.MeanLearningRate, step - FallsFrom, FallingSteps, 0) : (float)_layout.MeanLearningRate;

    /// <summary>Counts steps that were done, and checks on held-out rows where that is due; at most <see cref="StepsToDecision"/> at once.</summary>
    public void Advance(int steps)
    {
        _progress[0] += steps;
        if (_progress[0] % StepsBetweenChecks == 0 || IsDone) Check();
        if (!Falls && (_progress[2] >= PatienceChecks || 2 * _progress[0] >= Steps)) _progress[3] = _progress[0];
    }

    private int LastStep => Falls ? FallsFrom + FallingSteps : Steps;

    private bool Falls => _progress[3] > 0;

    private int FallsFrom => (int)_progress[3];

    private int FallingSteps => Math.Min(Math.Max(FallsFrom, 1000), Steps - FallsFrom);

    /// <summary>Keeps the best correction, gates it, and measures what noise is left for the generator.</summary>
    /// <returns>[N, O] residuals of all rows in units of <see cref="WorldModelMember.Scale"/>.</returns>
    public float[] Finish()
    {
        _best.CopyTo(_member.Correction.Parameters, 0);
        _member.Correction.ParametersChanged();
        if (Steps > 0) SetGate();
        var residuals = new float[_residuals.Length];
        ForEachPrediction([.. Enumerable.Range(0, _data.Count)], (row, o, predicted) =>
            residuals[row * _layout.Outcomes + o] = (_residuals[row * _layout.Outcomes + o] - _member.Gate[o] * predicted) * _member.CorrectionScale[o]);
        for (int o = 0; o < _layout.Outcomes; o++)
        {
            double square = _split.HeldOut.Sum(row => (double)residuals[row * _layout.Outcomes + o] * residuals[row * _layout.Outcomes + o]) / _split.HeldOut.Length;
            _member.Scale[o] = (float)Math.Max(Math.Sqrt(square), LeastScale);
        }

        for (int i = 0; i < residuals.Length; i++) residuals[i] /= _member.Scale[i % _layout.Outcomes];
        return residuals;
    }

    // An angle that moves by more than half a turn in a step is logged as one that moved the other way. So changes are taken by those whole turns more or less that bring them nearest to
    // what the fit says, and fitted again until no row turns any more.
    private void FitLinear()
    {
        Array.Clear(_member.Linear);
        for (int fit = 0, before = -1, turned = 0; turned != before && fit < MostFits; fit++)
        {
            SolveLinear();
            (before, turned) = (turned, WriteResiduals());
        }

        int outputs = _layout.Outcomes;
        for (int o = 0; o < outputs; o++)
        {
            double square = _split.Training.Sum(row => (double)_residuals[row * outputs + o] * _residuals[row * outputs + o]) / _split.Training.Length;
            _member.CorrectionScale[o] = (float)Math.Max(Math.Sqrt(square), 1e-6);
        }

        for (int i = 0; i < _residuals.Length; i++) _residuals[i] /= _member.CorrectionScale[i % outputs];
    }

    private void SolveLinear()
    {
        int inputs = _layout.Condition, outputs = _layout.Outcomes;
        var gram = new double[inputs * inputs];
        var moment = new double[inputs * outputs];
        Span<float> x = new float[inputs];
        Span<double> y = new double[outputs];
        foreach (int row in _split.Training)
        {
            Read(row, x, y);
            LinearFit.Accumulate(x, y, gram, moment);
        }

        double[] weights = LinearFit.Solve(gram, moment, inputs, outputs, Ridge);
        for (int i = 0; i < weights.Length; i++) _member.Linear[i] = (float)weights[i];
    }

    /// <summary>Writes what the linear part leaves; returns how many changes were taken with whole turns more or less.</summary>
    private int WriteResiduals()
    {
        int outputs = _layout.Outcomes, turned = 0;
        Span<float> x = new float[_layout.Condition];
        Span<double> y = new double[outputs];
        for (int row = 0; row < _data.Count; row++)
        {
            turned += Read(row, x, y);
            for (int o = 0; o < outputs; o++)
                _residuals[row * outputs + o] = (float)(y[o] - MemberPrediction.Linear(x, _member.Linear, outputs, o));
        }

        return turned;
    }

    private int Read(int row, Span<float> x, Span<double> y)
    {
        int turned = 0;
        _layout.WriteCondition(_data, row, x);
        for (int o = 0; o < y.Length; o++)
        {
            y[o] = _layout.NormalizedChange(_data.State(row), _data.NextState(row), o);
            int j = _layout.Continuous[o];
            if (_layout.Spec.State[j].Kind != VariableKind.Angle) continue;
            double turn = Math.Tau / _layout.Normalizer.ChangeScale[j], turns = Math.Round((MemberPrediction.Linear(x, _member.Linear, y.Length, o) - y[o]) / turn);
            if (turns == 0) continue;
            y[o] += turns * turn;
            turned++;
        }

        return turned;
    }

    private double AddGradient(ReadOnlySpan<int> rows)
    {
        double sum = 0;
        WriteConditions(_pass, rows);
        for (int first = 0, end; first < rows.Length; first = end)
        {
            end = _pass.Forward(first, rows.Length);
            for (int i = first; i < end; i++)
                for (int o = 0; o < _layout.Outcomes; o++)
                {
                    float error = Error(_pass, i, rows[i], o);
                    sum += (double)error * error;
                    _pass.OutputGradient[i * _pass.OutputStride + o] = 2 * error / (rows.Length * _layout.Outcomes);
                }

            _pass.Backward(_learner.Gradient);
        }

        return sum / (rows.Length * _layout.Outcomes);
    }

    private double AverageError(ReadOnlySpan<int> rows)
    {
        double sum = 0;
        Predict(rows);
        for (int i = 0; i < rows.Length; i++)
            for (int o = 0; o < _layout.Outcomes; o++)
            {
                float error = Error(_averagePass, i, rows[i], o);
                sum += (double)error * error;
            }

        return sum / (rows.Length * _layout.Outcomes);
    }

    private void Predict(ReadOnlySpan<int> rows)
    {
        WriteConditions(_averagePass, rows);
        _averagePass.Infer(rows.Length);
    }

    private void WriteConditions(MlpPass<float> pass, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
            _layout.WriteCondition(_data, rows[i], pass.Input.Slice(i * pass.InputStride, _layout.Condition));
    }

    private float Error(MlpPass<float> pass, int i, int row, int outcome) => pass.Output[i * pass.OutputStride + outcome] - _residuals[row * _layout.Outcomes + outcome];

    private void Check()
    {
        double sum = 0;
        for (int first = 0; first < _split.HeldOut.Length; first += _averagePass.Capacity)
        {
            int count = Math.Min(_averagePass.Capacity, _split.HeldOut.Length - first);
            sum += AverageError(_split.HeldOut.AsSpan(first, count)) * count;
        }

        double error = sum / _split.HeldOut.Length;
        _progress[2] = error < 0.95 * _progress[1] ? 0 : _progress[2] + 1;
        if (error >= _progress[1]) return;
        _progress[1] = error;
        _member.Correction.Parameters.CopyTo(_best, 0);
    }

    // The least-squares slope of residual on prediction: 1 where the correction is right, 0 where it is noise.
    private void SetGate()
    {
        var cross = new double[_layout.Outcomes];
        var square = new double[_layout.Outcomes];
        ForEachPrediction(_split.HeldOut, (row, o, predicted) =>
        {
            cross[o] += (double)predicted * _residuals[row * _layout.Outcomes + o];
            square[o] += (double)predicted * predicted;
        });
        for (int o = 0; o < _layout.Outcomes; o++)
        {
            double slope = square[o] > 0 ? Math.Clamp(cross[o] / square[o], 0, 1) : 0;
            _member.Gate[o] = slope < 0.05 ? 0 : slope > 0.95 ? 1 : (float)slope;
        }
    }

    private void ForEachPrediction(int[] rows, Action<int, int, float> take)
    {
        if (_layout.Outcomes == 0) return;
        foreach (int[] chunk in rows.Chunk(_averagePass.Capacity))
        {
            Predict(chunk);
            for (int i = 0; i < chunk.Length; i++)
                for (int o = 0; o < _layout.Outcomes; o++) take(chunk[i], o, _averagePass.Output[i * _averagePass.OutputStride + o]);
        }
    }
}
