using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.WorldModel;

namespace WorldGan.Policies.Cloning;

/// <summary>Learns the logged actions' probabilities by cross-entropy. The averaged weights are kept of the moment that suits held-out episodes best.</summary>
internal sealed class CloneTrainer : IMemberRun
{
    private const float Averaging = 0.99f;
    private const int StepsBetweenLooks = 100, MostHeldOutRows = 2000;

    private readonly CloneOptions _options;
    private readonly TransitionSet _data;
    private readonly StateEncoder _encoder;
    private readonly BatchSampler _sampler;
    private readonly int[] _training, _heldOut;
    private readonly Learner _learner;
    private readonly Mlp<float> _average;
    private readonly MlpPass<float> _pass, _averagePass;
    private readonly double[] _probabilities, _least = [double.PositiveInfinity];
    private readonly Losses _losses = new("loss");
    private readonly int[] _progress = [0];

    /// <param name="data">The log.</param>
    /// <param name="normalizer">Units of the network.</param>
    /// <param name="options">Settings.</param>
    /// <param name="seed">Seed of everything random.</param>
    public CloneTrainer(TransitionSet data, Normalizer normalizer, CloneOptions options, ulong seed)
    {
        (_options, _data, _encoder) = (options, data, new StateEncoder(data.Spec, normalizer));
        EpisodeSplit split = EpisodeSplit.Draw(data, options.HeldOutShare, seed);
        seed = DerivedSeed.Of(seed, RandomPurpose.CloneSeed);
        (_training, _heldOut) = (split.Training, RowSelection.Spread(split.HeldOut, MostHeldOutRows));
        _sampler = new BatchSampler(seed, stage: 0);
        MlpShape shape = ClonedPolicy.Shape(data.Spec, normalizer, options);
        (Kept, _average) = (new Mlp<float>(shape), new Mlp<float>(shape));
        _learner = new Learner(shape, new RandomStream(seed, RandomPurpose.Weights), _average, Averaging);
        _pass = new MlpPass<float>(_learner.Net, options.BatchSize);
        _averagePass = new MlpPass<float>(_average, options.BatchSize);
        _probabilities = new double[data.Spec.Actions.Count];
    }

    /// <summary>The weights that are kept.</summary>
    public Mlp<float> Kept { get; }

    public string Stage => "clone";

    public bool IsDone => StepsDone >= Steps;

    public int StepsDone => _progress[0];

    public int Steps => _options.Steps;

    public IEnumerable<(string Name, Array Values)> State => [("progress", _progress), ("kept", Kept.Parameters), ("least", _least), .. _learner.State];

    public void Restore(Checkpoint checkpoint)
    {
        checkpoint.Read(State);
        _learner.Restored();
        Kept.ParametersChanged();
    }

    public Measurement Measure() => Measurement.None;

    /// <summary>One gradient step, and a look at the held-out rows where it is due.</summary>
    public IReadOnlyList<(string Name, double Value)> Step()
    {
        int step = _progress[0]++;
        int[] rows = _sampler.Draw(_training, _options.BatchSize, (uint)step);
        double loss = AddGradient(rows);
        _learner.Descend(Schedules.Cosine(_options.LearningRate, step, Steps, 0));
        if ((step + 1) % StepsBetweenLooks == 0 || IsDone) Look();
        return _losses.Of(loss);
    }

    private double AddGradient(int[] rows)
    {
        double loss = 0;
        for (int i = 0; i < rows.Length; i++) _encoder.WriteState(_data.State(rows[i]), _pass.Input[(i * _pass.InputStride)..]);
        for (int i = 0; i < rows.Length;)
        {
            int end = _pass.Forward(i, rows.Length);
            for (; i < end; i++)
            {
                int action = _data.Actions[rows[i]];
                loss += Loss(_pass, i, action) / rows.Length;
                Span<float> gradient = _pass.OutputGradient.Slice(i * _pass.OutputStride, _probabilities.Length);
                for (int a = 0; a < gradient.Length; a++) gradient[a] = (float)((_probabilities[a] - (a == action ? 1 : 0)) / rows.Length);
            }

            _pass.Backward(_learner.Gradient);
        }

        return loss;
    }

    private void Look()
    {
        double sum = 0;
        for (int first = 0; first < _heldOut.Length; first += _options.BatchSize)
        {
            int rows = Math.Min(_options.BatchSize, _heldOut.Length - first);
            for (int i = 0; i < rows; i++) _encoder.WriteState(_data.State(_heldOut[first + i]), _averagePass.Input[(i * _averagePass.InputStride)..]);
            _averagePass.Infer(rows);
            for (int i = 0; i < rows; i++) sum += Loss(_averagePass, i, _data.Actions[_heldOut[first + i]]);
        }

        if (!(sum < _least[0])) return;
        _least[0] = sum;
        _average.Parameters.CopyTo(Kept.Parameters, 0);
        Kept.ParametersChanged();
    }

    /// <summary>Minus the log of the action's probability; the probabilities are left behind.</summary>
    private double Loss(MlpPass<float> pass, int row, int action)
    {
        Logistic.Softmax(pass.Output.Slice(row * pass.OutputStride, _probabilities.Length), _probabilities);
        return -ExactMath.Log(Math.Max(_probabilities[action], 1e-12));
    }
}
