using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// Learns the noise as a mixture of normal distributions, which a network says for each condition, by maximum likelihood; with one component it is Gaussian noise.
/// The likelihood of the log can be raised without end by learning the log by heart: the weights that are kept are those that held-out rows liked best.
/// </summary>
internal sealed class MixtureTrainer : INoiseTrainer
{
    private const double LastRate = 1e-3;
    private const int StepsBetweenChecks = 250;

    private readonly WorldModelLayout _layout;
    private readonly TransitionSet _data;
    private readonly EpisodeSplit _split;
    private readonly float[] _residuals;                   // [N, O] in units of the member's scale
    private readonly BatchSampler _sampler;
    private readonly Mlp<float> _average;                  // the member's
    private readonly Learner _learner;
    private readonly MlpPass<float> _pass, _averagePass;
    private readonly ConditionMoves _moves;
    private readonly MixtureLikelihood _likelihood;
    private readonly float[] _best, _unused;               // parameters; slopes that a check has no use for
    private readonly double[] _progress = [0, double.PositiveInfinity]; // steps, best held-out negative log-likelihood
    private readonly Losses _measured = new("negativeLogLikelihood"), _measuredAndChecked = new("negativeLogLikelihood", "heldOutNegativeLogLikelihood");

    /// <inheritdoc cref="NoiseTrainer.Start"/>
    public MixtureTrainer(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, float[] residuals, ulong seed)
    {
        (_layout, _data, _split, _residuals, _average) = (layout, data, split, residuals, member.Mixture);
        _sampler = new BatchSampler(seed, stage: 2);
        LossSettings own = LossSettings.Of(layout.Options);
        _learner = new Learner(layout.MixtureNetwork, new RandomStream(seed, RandomPurpose.Weights, 1), _average, (float)layout.Options.Averaging, own.Beta1, own.Beta2);
        _pass = new MlpPass<float>(_learner.Net, layout.Options.BatchSize);
        _averagePass = new MlpPass<float>(_average, layout.Options.BatchSize);
        _moves = new ConditionMoves(layout, layout.Options.BatchSize, seed);
        _likelihood = new MixtureLikelihood(layout.Mixture);
        (_best, _unused) = ([.. _average.Parameters], new float[layout.Mixture.Outputs]);
    }

    public int Steps => _layout.NoiseSteps;

    public int StepsDone => (int)_progress[0];

    public IEnumerable<(string Name, Array Values)> State => [("best", _best), ("progress", _progress), .. _learner.State.Select(s => ("mixture." + s.Name, s.Values))];

    /// <summary>The network, for whoever takes its steps elsewhere: see <see cref="Rate"/> and <see cref="Advance"/>.</summary>
    public Learner Learner => _learner;

    /// <summary>The learning rate of the present step.</summary>
    public float Rate => Schedules.Cosine(_layout.NoiseLearningRate, StepsDone, Steps, LastRate);

    /// <summary>Best mean negative log-likelihood of the held-out rows so far; infinite before the first check.</summary>
    public double HeldOut => _progress[1];

    /// <summary>Whether <see cref="Advance"/> will look at the averaged weights.</summary>
    public bool ChecksNext => (StepsDone + 1) % StepsBetweenChecks == 0 || StepsDone + 1 == Steps;

    public void Restored() => _learner.Restored();

    /// <summary>Counts a step that was done, and checks on held-out rows where that is due; the last one leaves the best weights in the member.</summary>
    public void Advance()
    {
        bool checks = ChecksNext;
        _progress[0]++;
        if (checks) Check();
        if (StepsDone == Steps) KeepBest();
    }

    /// <summary>One step up the likelihood; the last one leaves the best weights in the member.</summary>
    public IReadOnlyList<(string Name, double Value)> Step()
    {
        int step = StepsDone;
        double loss = AddGradient(_sampler.Draw(_split.Training, _layout.Options.BatchSize, (uint)step), (uint)step);
        _learner.Descend(Rate);
        Advance();
        return double.IsFinite(_progress[1]) ? _measuredAndChecked.Of(loss, _progress[1]) : _measured.Of(loss);
    }

    private double AddGradient(ReadOnlySpan<int> rows, uint draw)
    {
        double sum = 0;
        WriteConditions(_pass, rows);
        _moves.Apply(_pass, rows.Length, samples: 1, draw);
        for (int row = 0; row < rows.Length;)
        {
            int end = _pass.Forward(row, rows.Length);
            for (; row < end; row++)
                sum += _likelihood.Differentiate<float>(Mixture(_pass, row), Residual(rows[row]), _pass.OutputGradient.Slice(row * _pass.OutputStride, _unused.Length), 1.0 / rows.Length);
            _pass.Backward(_learner.Gradient);
        }

        return sum / rows.Length;
    }

    private void Check()
    {
        double sum = 0;
        for (int first = 0; first < _split.HeldOut.Length; first += _averagePass.Capacity)
        {
            ReadOnlySpan<int> rows = _split.HeldOut.AsSpan(first, Math.Min(_averagePass.Capacity, _split.HeldOut.Length - first));
            WriteConditions(_averagePass, rows);
            _averagePass.Infer(rows.Length);
            for (int row = 0; row < rows.Length; row++) sum += _likelihood.Differentiate<float>(Mixture(_averagePass, row), Residual(rows[row]), _unused, 0);
        }

        double heldOut = sum / _split.HeldOut.Length;
        if (!(heldOut < _progress[1])) return;
        _progress[1] = heldOut;
        _average.Parameters.CopyTo(_best, 0);
    }

    private void KeepBest()
    {
        _best.CopyTo(_average.Parameters, 0);
        _average.ParametersChanged();
    }

    private ReadOnlySpan<float> Mixture(MlpPass<float> pass, int row) => pass.Output.Slice(row * pass.OutputStride, _layout.Mixture.Outputs);

    private ReadOnlySpan<float> Residual(int row) => _residuals.AsSpan(row * _layout.Outcomes, _layout.Outcomes);

    private void WriteConditions(MlpPass<float> pass, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
            _layout.WriteCondition(_data, rows[i], pass.Input.Slice(i * pass.InputStride, _layout.Condition));
    }
}
