using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies.Cloning;
using WorldGan.Policies.Imitation;
using WorldGan.Policies.Sources;
using WorldGan.Policies.Values;
using WorldGan.WorldModel.Noise;
using WorldGan.Worlds;

namespace WorldGan.Policies;

/// <summary>
/// The training of one Q network, whatever its values are and wherever its transitions come from. The target network is the exponential average of the online
/// one, and it is what is kept.
/// </summary>
internal sealed class DqnTrainer : IMemberRun
{
    private readonly PolicyOptions _options;
    private readonly StateEncoder _encoder;
    private readonly TemporalDifference _loss;
    private readonly Learner _learner;
    private readonly MlpPass<float> _online, _onlineNext, _targetNext;
    private readonly MlpPass<float>? _behaviourNext;
    private readonly QPolicy _policy;
    private readonly TransitionSource _source;
    private readonly TransitionBatch _batch;
    private readonly LearnedStep[] _steps;
    private readonly float[] _targets;                     // [B, T]
    private readonly ReturnGame? _game;
    private readonly ImitationCritic? _critic;             // null where the log's rewards count
    private readonly Losses _losses;
    private readonly int[] _progress = [0];

    /// <param name="world">Where transitions are made; null where the log is the source.</param>
    /// <param name="data">The log.</param>
    /// <param name="normalizer">Units of the network.</param>
    /// <param name="options">Settings.</param>
    /// <param name="seed">Seed of the training of all members.</param>
    /// <param name="index">Which member.</param>
    /// <param name="behaviour">The policy of the log, where the options have a use for it.</param>
    /// <param name="experts">What is imitated, where the options say so.</param>
    public DqnTrainer(IWorld? world, TransitionSet data, Normalizer normalizer, PolicyOptions options, ulong seed, int index, ClonedPolicy? behaviour = null, TransitionSet? experts = null)
    {
        _options = options = options.Resolved();
        seed = DerivedSeed.Of(seed, RandomPurpose.PolicyMemberSeed, index);
        _encoder = new StateEncoder(data.Spec, normalizer);
        MlpShape shape = QPolicy.Shape(_encoder, data.Spec, options);
        Average = new Mlp<float>(shape);
        _learner = new Learner(shape, new RandomStream(seed, RandomPurpose.Weights, 6), Average, (float)options.TargetAveraging);
        _online = new MlpPass<float>(_learner.Net, options.BatchSize);
        _onlineNext = new MlpPass<float>(_learner.Net, options.BatchSize);
        _targetNext = new MlpPass<float>(Average, options.BatchSize);
        _behaviourNext = behaviour is null ? null : new MlpPass<float>(behaviour.Network, options.BatchSize);
        _policy = new QPolicy(data.Spec, normalizer, options, [_learner.Net], behaviour);
        QHead head = _policy.NewHead();
        _loss = new TemporalDifference(head, _policy.Filter);
        _critic = experts is null ? null : new ImitationCritic(experts, _encoder, options, seed);
        _source = new TransitionSource(world, data, options, seed);
        _batch = new TransitionBatch(options.BatchSize);
        _steps = new LearnedStep[options.BatchSize];
        _targets = new float[options.BatchSize * _loss.Aims];
        if (options.Value == ValueKind.Gan) _game = new ReturnGame(Average, head, _encoder.StateFeatures, options, seed);
        _losses = new Losses([
            "loss", "meanValue", .. _game is null ? [] : new[] { "returnDistance", "returnPenalty" }, .. _critic is null ? [] : new[] { "criticLoss", "criticDistance", "criticReward" }]);
    }

    /// <summary>The averaged weights, which are kept.</summary>
    public Mlp<float> Average { get; }

    public string Stage => "dqn";

    public bool IsDone => StepsDone >= Steps;

    public int StepsDone => _progress[0];

    public int Steps => _options.Steps;

    public IEnumerable<(string Name, Array Values)> State =>
    [
        ("progress", _progress), .. _learner.State, .. _source.State,
        .. _critic?.State.Select(s => ("critic." + s.Name, s.Values)) ?? [],
        .. _game?.State.Select(s => ("game." + s.Name, s.Values)) ?? [],
    ];

    public void Restore(Checkpoint checkpoint)
    {
        checkpoint.Read(State);
        _learner.Restored();
        _game?.Restored();
        _critic?.Restored();
    }

    public Measurement Measure() => Measurement.None;

    /// <summary>New transitions where they are due, then one gradient step on the loss of a batch.</summary>
    public IReadOnlyList<(string Name, double Value)> Step()
    {
        int step = _progress[0]++;
        _source.Advance(step, _policy);
        _source.Draw(step, _batch);
        for (int i = 0; i < _steps.Length; i++) Fill(i, _source.Of(_batch, i));
        double decay = 0.5 * (1 + ExactMath.Cos(Math.PI * step / Steps));
        CriticReport critic = _critic is null ? default : Learn(_critic, step, decay);
        double reward = _critic is null ? 0 : Reward(_critic);
        _onlineNext.Infer(_options.BatchSize);
        _targetNext.Infer(_options.BatchSize);
        _behaviourNext?.Infer(_options.BatchSize);
        for (int i = 0; i < _steps.Length; i++) Aim(i);
        CriticReport game = _game?.Play(_online, _steps, _targets, (float)(_options.CriticLearningRate!.Value * decay)) ?? default;
        (double loss, double value) = AddGradient();
        _learner.Descend((float)(_options.LearningRate!.Value * decay));
        value *= _policy.Target.Scale;
        return (_game, _critic) switch
        {
            (null, null) => _losses.Of(loss, value),
            (null, _) => _losses.Of(loss, value, critic.Ratings, critic.Distance, reward),
            (_, null) => _losses.Of(loss, value, game.Distance, game.Penalty),
            _ => _losses.Of(loss, value, game.Distance, game.Penalty, critic.Ratings, critic.Distance, reward),
        };
    }

    private void Aim(int i) => _loss.Aim(
        Row(_onlineNext.Output, i), Row(_targetNext.Output, i), _steps[i], Target(i), _behaviourNext is null ? default : _behaviourNext.Output[(i * _behaviourNext.OutputStride)..]);

    private void Fill(int i, ITransitions transitions)
    {
        int row = _batch.Rows[i];
        _encoder.WriteState(transitions.StateAt(row), _online.Input[(i * _online.InputStride)..]);
        Span<float> features = _onlineNext.Input.Slice(i * _onlineNext.InputStride, _encoder.StateFeatures);
        _encoder.WriteState(transitions.NextStateAt(row), features);
        features.CopyTo(_targetNext.Input[(i * _targetNext.InputStride)..]);
        if (_behaviourNext is not null) features.CopyTo(_behaviourNext.Input[(i * _behaviourNext.InputStride)..]);
        _steps[i] = transitions.StepAt(row);
    }

    private CriticReport Learn(ImitationCritic critic, int step, double decay) =>
        _source.Made is { Count: > 0 } made ? critic.Learn(step, made, (float)(_options.ImitationLearningRate!.Value * decay)) : default;

    // The rewards that were remembered are those of an earlier critic, or of the log.
    private double Reward(ImitationCritic critic)
    {
        double sum = 0;
        for (int i = 0; i < _steps.Length; i++) critic.Put(i, _online.Input.Slice(i * _online.InputStride, _encoder.StateFeatures), _steps[i].Action);
        critic.Judge();
        for (int i = 0; i < _steps.Length; i++)
        {
            _steps[i] = critic.Rewarded(i, _steps[i]);
            sum += critic.Reward(i);
        }

        return sum / _steps.Length;
    }

    private (double Loss, double Value) AddGradient()
    {
        double lossSum = 0, valueSum = 0;
        int batch = _options.BatchSize;
        float conservativeWeight = _options.ConservativeWeight == 0 ? 0 : (float)_options.ConservativeWeight / _batch.Logged;
        for (int i = 0; i < batch;)
        {
            int end = _online.Forward(i, batch);
            for (; i < end; i++)
            {
                RowLoss row = _loss.Descend(
                    Row(_online.Output, i), _steps[i].Action, Target(i), _batch.Weights[i] / batch, i < _batch.Logged ? conservativeWeight : 0, Row(_online.OutputGradient, i));
                _source.Of(_batch, i).Sampler.Learned(_batch.Rows[i], row.Error);
                lossSum += row.Loss;
                valueSum += row.Value;
            }

            _online.Backward(_learner.Gradient);
        }

        return (lossSum / batch, valueSum / batch);
    }

    private Span<float> Target(int i) => _targets.AsSpan(i * _loss.Aims, _loss.Aims);

    private Span<float> Row(Span<float> rows, int i) => rows.Slice(i * _online.OutputStride, _learner.Net.Shape.Outputs);
}
