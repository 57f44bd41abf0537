using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies.Sources;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using WorldGan.Worlds;

namespace WorldGan.Policies.Imitation;

/// <summary>
/// Tells the expert's steps from those of the policy in training, and is what the policy is rewarded by (GAIL, arXiv:1606.03476, with a replay as in
/// arXiv:1809.02925). It sees (features of the state, one-hot action, 1 in the absorbing state, where all else is 0). One instance serves one training.
/// </summary>
internal sealed class ImitationCritic
{
    private readonly StateEncoder _encoder;
    private readonly LoggedTransitions _experts;
    private readonly PolicyOptions _options;
    private readonly ulong _seed;
    private readonly double _discount;
    private readonly float _limit;
    private readonly bool _isAfloat;
    private readonly Learner _learner;
    private readonly CriticLoss<float> _loss;
    private readonly MlpPass<float> _judge;                // the steps that are rewarded, then the absorbing state
    private readonly float[] _mixing;
    private readonly double[] _middle = [0];               // between the mean ratings of both sides, where ratings have no zero of their own

    /// <param name="experts">The expert's steps; their rewards do not count.</param>
    /// <param name="encoder">Features of states.</param>
    /// <param name="options">Resolved settings.</param>
    /// <param name="seed">Seed of everything random.</param>
    public ImitationCritic(TransitionSet experts, StateEncoder encoder, PolicyOptions options, ulong seed)
    {
        (_encoder, _options, _seed, _discount) = (encoder, options, seed, experts.Spec.Discount);
        WorldModelLoss loss = options.ImitationLoss!.Value;
        LossSettings own = LossSettings.Of(loss);
        Adversary<float> adversary = Adversary.Of<float>(loss);
        (_limit, _isAfloat) = ((float)options.RewardLimit!.Value, ImitationLosses.IsAfloat(loss));
        _experts = new LoggedTransitions(experts, 1, new UniformSampler());
        var shape = new MlpShape(encoder.ConditionFeatures + 1, options.HiddenWidth, 2, 1, Activation.LeakyRelu);
        _learner = new Learner(shape, new RandomStream(seed, RandomPurpose.Weights, 7), beta1: own.Beta1, beta2: own.Beta2);
        _loss = new CriticLoss<float>(_learner.Net, adversary, options.BatchSize);
        _judge = new MlpPass<float>(_learner.Net, options.BatchSize + 1);
        _mixing = new float[adversary.Points == PenaltyPoints.Between ? options.BatchSize : 0];
        WriteAbsorbing(Judged(options.BatchSize));
    }

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State => [("middle", _middle), .. _learner.State];

    /// <summary>To be called after <see cref="State"/> was restored.</summary>
    public void Restored() => _learner.Restored();

    /// <summary>One gradient step: experts above, what was made above below.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="made">What the policy did.</param>
    /// <param name="rate">Learning rate.</param>
    public CriticReport Learn(int step, ITransitions made, float rate)
    {
        var random = new RandomStream(_seed, RandomPurpose.Batch, 6, (uint)step);
        Draw(ref random, _experts, isReal: true);
        Draw(ref random, made, isReal: false);
        for (int i = 0; i < _mixing.Length; i++) _mixing[i] = random.NextSingle();
        CriticReport report = _loss.AddGradient(_learner.Gradient, _mixing, _options.ImitationPenaltyWeight ?? 0);
        if (_isAfloat) _middle[0] = _loss.Middle;
        _learner.Descend(rate);
        return report;
    }

    /// <summary>Takes a step that is to be rewarded.</summary>
    /// <param name="row">Place in the batch.</param>
    /// <param name="features">[F] features of the state.</param>
    /// <param name="action">The action.</param>
    public void Put(int row, ReadOnlySpan<float> features, int action)
    {
        Span<float> input = Judged(row);
        features.CopyTo(input);
        _encoder.WriteAction(action, input[features.Length..]);
    }

    /// <summary>Rates all steps that were put, and the absorbing state.</summary>
    public void Judge() => _judge.Infer(_options.BatchSize + 1);

    /// <summary>The critic's reward of a step that was rated, within ± the limit: log D - log(1 - D) = the rating of a discriminator.</summary>
    public float Reward(int row) => Math.Clamp((float)(_judge.Output[row * _judge.OutputStride] - _middle[0]), -_limit, _limit);

    /// <summary>A step with the critic's reward of today in place of whatever it was remembered with, and behind a terminal one that of the absorbing state.</summary>
    public LearnedStep Rewarded(int row, LearnedStep step) =>
        AbsorbingState.Follow(step with { Reward = Reward(row) }, Reward(_options.BatchSize), _discount);

    // Behind each terminal step comes the absorbing state, on both sides alike.
    private void Draw(ref RandomStream random, ITransitions from, bool isReal)
    {
        bool hasEnded = false;
        for (int i = 0; i < _options.BatchSize; i++)
        {
            Span<float> input = isReal ? _loss.Real(i) : _loss.Fake(i);
            if (hasEnded)
            {
                WriteAbsorbing(input);
                hasEnded = false;
                continue;
            }

            int row = random.NextInt32(from.Count);
            LearnedStep step = from.StepAt(row);
            _encoder.WriteCondition(from.StateAt(row), step.Action, input);
            input[^1] = 0;
            hasEnded = step.Ending == Ending.Terminal;
        }
    }

    private static void WriteAbsorbing(Span<float> input)
    {
        input.Clear();
        input[^1] = 1;
    }

    private Span<float> Judged(int row) => _judge.Input.Slice(row * _judge.InputStride, _learner.Net.Shape.Inputs);
}
