using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Policies;

/// <summary>
/// Double DQN (arXiv:1509.06461) with a dueling head on logged and imagined transitions. The target network is the exponential average of the online
/// one, and it is what is kept.
/// </summary>
internal sealed class DqnTrainer : IMemberRun
{
    private const int MostEmptyImaginings = 100;           // steps of all rows, none of them finite: chance does not do that

    private readonly PolicyOptions _options;
    private readonly TransitionSet _data;
    private readonly StateEncoder _encoder;
    private readonly DoubleQLoss _loss;
    private readonly ulong _seed;
    private readonly Learner _learner;
    private readonly MlpPass<float> _online, _onlineNext, _targetNext;
    private readonly QPolicy _policy;
    private readonly Imagination _imagination;
    private readonly Replay _replay;
    private readonly Losses _losses = new("loss", "meanValue");
    private readonly int[] _progress = [0];
    private readonly float[] _stepRewards;
    private readonly int[] _stepActions;
    private readonly Ending[] _stepEndings;

    public DqnTrainer(IWorld world, TransitionSet data, Normalizer normalizer, PolicyOptions options, ulong seed, int index)
    {
        (_options, _data) = (options, data);
        _seed = DerivedSeed.Of(seed, RandomPurpose.PolicyMemberSeed, index);
        _encoder = new StateEncoder(data.Spec, normalizer);
        MlpShape shape = QPolicy.Shape(_encoder, data.Spec, options);
        Average = new Mlp<float>(shape);
        _learner = new Learner(shape, new RandomStream(_seed, RandomPurpose.Weights, 6), Average, (float)options.TargetAveraging);
        _online = new MlpPass<float>(_learner.Net, options.BatchSize);
        _onlineNext = new MlpPass<float>(_learner.Net, options.BatchSize);
        _targetNext = new MlpPass<float>(Average, options.BatchSize);
        _policy = new QPolicy(data.Spec, normalizer, options, [_learner.Net]);
        _loss = new DoubleQLoss(_policy.Target, data.Spec.Actions.Count);
        _imagination = new Imagination(world, data, options, _seed);
        _replay = new Replay(options.ReplayCapacity, data.Width);
        _stepActions = new int[options.BatchSize];
        _stepRewards = new float[options.BatchSize];
        _stepEndings = new Ending[options.BatchSize];
    }

    /// <summary>The averaged weights, which are kept.</summary>
    public Mlp<float> Average { get; }

    public string Stage => "dqn";

    public bool IsDone => StepsDone >= Steps;

    public int StepsDone => _progress[0];

    public int Steps => _options.Steps;

    public IEnumerable<(string Name, Array Values)> State =>
    [
        ("progress", _progress), .. _learner.State, .. _replay.State.Select(s => ("replay." + s.Name, s.Values)),
        .. _imagination.State.Select(s => ("imagination." + s.Name, s.Values)),
    ];

    public void Restore(Checkpoint checkpoint)
    {
        checkpoint.Read(State);
        _learner.Restored();
    }

    public Measurement Measure() => Measurement.None;

    /// <summary>Imagines where it is due, then one gradient step on the Huber loss of Q(s, a) against its target.</summary>
    public IReadOnlyList<(string Name, double Value)> Step()
    {
        int step = _progress[0]++;
        if (step % _options.GradientStepsPerRolloutStep == 0) _imagination.Step(_policy, _replay);
        ExpectImagined(step);
        FillBatch(step);
        _onlineNext.Infer(_options.BatchSize);
        _targetNext.Infer(_options.BatchSize);
        (double loss, double value) = AddHuberGradient();
        _learner.Descend((float)(_options.LearningRate * 0.5 * (1 + ExactMath.Cos(Math.PI * step / Steps))));
        return _losses.Of(loss, value * _policy.Target.Scale);
    }

    // Else the log would fill every batch, and what was learned in no world would pass for learned in this one.
    private void ExpectImagined(int step)
    {
        bool isDue = step >= MostEmptyImaginings * _options.GradientStepsPerRolloutStep || IsDone;
        if (_replay.Count == 0 && _options.LoggedShare < 1 && isDue)
            throw new InvalidOperationException(
                $"Policy training stopped at step {step}: expected finite steps in the world, got none. Learn the world anew with a lower learning rate, or the policy from the log alone with a logged share of 1.");
    }

    private void FillBatch(int step)
    {
        var random = new RandomStream(_seed, RandomPurpose.Batch, 5, (uint)step);
        int logged = _replay.Count == 0 ? _options.BatchSize : (int)Math.Round(_options.LoggedShare * _options.BatchSize);
        for (int i = 0; i < _options.BatchSize; i++)
        {
            if (i < logged)
            {
                int row = random.NextInt32(_data.Count);
                Fill(i, _data.State(row), _data.Actions[row], _data.Rewards[row], _data.NextState(row), _data.Endings[row]);
            }
            else
            {
                int at = random.NextInt32(_replay.Count);
                (int action, float reward, Ending ending) = _replay.StepAt(at);
                Fill(i, _replay.StateAt(at), action, reward, _replay.NextStateAt(at), ending);
            }
        }
    }

    private void Fill(int i, ReadOnlySpan<float> state, int action, float reward, ReadOnlySpan<float> next, Ending ending)
    {
        _encoder.WriteState(state, _online.Input[(i * _online.InputStride)..]);
        Span<float> features = _onlineNext.Input.Slice(i * _onlineNext.InputStride, _encoder.StateFeatures);
        _encoder.WriteState(next, features);
        features.CopyTo(_targetNext.Input[(i * _targetNext.InputStride)..]);
        (_stepActions[i], _stepRewards[i], _stepEndings[i]) = (action, reward, ending);
    }

    private (double Loss, double Value) AddHuberGradient()
    {
        double lossSum = 0, valueSum = 0;
        int batch = _options.BatchSize, outputs = 1 + _data.Spec.Actions.Count, stride = _online.OutputStride;
        for (int i = 0; i < batch;)
        {
            int end = _online.Forward(i, batch);
            for (; i < end; i++)
            {
                float target = _loss.Target(_onlineNext.Output.Slice(i * stride, outputs), _targetNext.Output.Slice(i * stride, outputs), _stepRewards[i], _stepEndings[i]);
                (double loss, float value) = _loss.Gradient(
                    _online.Output.Slice(i * stride, outputs), _stepActions[i], target, 1f / batch, _online.OutputGradient.Slice(i * stride, outputs));
                lossSum += loss;
                valueSum += value;
            }

            _online.Backward(_learner.Gradient);
        }

        return (lossSum / batch, valueSum / batch);
    }
}
