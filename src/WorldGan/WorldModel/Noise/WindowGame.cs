using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// A second game beside that of single steps: its critic sees windows of several outcomes, logged ones and those of the generator's own future from the same
/// first state under the same actions (after arXiv:1909.11821, which compares rollouts of a model with those of the world).
/// </summary>
internal sealed class WindowGame
{
    private const int RowsOfAWindow = 2;                   // of a batch: fewer windows are noisier, and cost less
    private const float Weight = 0.3f;                     // of windows beside single steps: with more of it single steps get worse

    private readonly ulong _seed;
    private readonly double _penaltyWeight;
    private readonly float? _weightLimit;
    private readonly WindowFutures _futures;
    private readonly Learner _critic;
    private readonly CriticLoss<float> _criticLoss;
    private readonly GeneratorLoss<float> _generatorLoss;
    private readonly float[] _mixing;                      // [batch] where there is a penalty between outcomes

    /// <summary>Starts from a fresh critic.</summary>
    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="member">Its mean, scale and heads are known.</param>
    /// <param name="data">The log.</param>
    /// <param name="split">Which of its rows train.</param>
    /// <param name="generator">Learns.</param>
    /// <param name="seed">The member's seed.</param>
    public WindowGame(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, Mlp<float> generator, ulong seed)
    {
        WorldModelOptions options = layout.Options;
        (_penaltyWeight, _weightLimit, _seed) = (options.PenaltyWeight ?? 0, (float?)options.WeightLimit, DerivedSeed.Of(seed, RandomPurpose.WindowSeed));
        LossSettings own = LossSettings.Of(options);
        Adversary<float> adversary = Adversary.Of<float>(options.Loss!.Value);
        int batch = options.BatchSize / RowsOfAWindow;
        _futures = new WindowFutures(layout, member, data, split, generator, batch, _seed);
        _critic = new Learner(layout.WindowCritic, new RandomStream(_seed, RandomPurpose.Weights, 2), beta1: own.Beta1, beta2: own.Beta2);
        _criticLoss = new CriticLoss<float>(_critic.Net, adversary, batch);
        _generatorLoss = new GeneratorLoss<float>(_critic.Net, adversary.Ratings, batch);
        _mixing = new float[adversary.Points == PenaltyPoints.Between ? batch : 0];
    }

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State => [.. _futures.State, .. _critic.State.Select(s => ("critic." + s.Name, s.Values))];

    public void Restored() => _critic.Restored();

    /// <summary>One step of the critic.</summary>
    public CriticReport CriticStep(float rate)
    {
        uint draw = _futures.Draw();
        for (int row = 0; row < _futures.Rows;)
        {
            for (int end = _futures.Forward(row); row < end; row++)
            {
                _futures.WriteLogged(row, _criticLoss.Real(row));
                _futures.WriteGenerated(row, _criticLoss.Fake(row));
            }
        }

        var random = new RandomStream(_seed, RandomPurpose.Mix, 0, draw);
        for (int i = 0; i < _mixing.Length; i++) _mixing[i] = random.NextSingle();
        CriticReport report = _criticLoss.AddGradient(_critic.Gradient, _mixing, _penaltyWeight);
        _critic.Descend(rate);
        if (_weightLimit is { } limit) _critic.Clip(limit);
        return report;
    }

    /// <summary>Adds the game's share of ∂loss/∂parameters of the generator to <paramref name="gradient"/>; returns the loss.</summary>
    public double AddGradient(Span<float> gradient)
    {
        _futures.Draw();
        for (int row = 0; row < _futures.Rows;)
        {
            int first = row, end = _futures.Forward(row);
            for (; row < end; row++)
            {
                if (_generatorLoss.ComparesPairs) _futures.WriteLogged(row, _generatorLoss.Real(row));
                _futures.WriteGenerated(row, _generatorLoss.Fake(row));
            }

            _generatorLoss.Differentiate(first, end);
            for (row = first; row < end; row++) _futures.Move(row, _generatorLoss.Slope(row), Weight);
            _futures.Backward(gradient);
        }

        return _generatorLoss.Value;
    }
}
