using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// Learns the noise as a conditional adversarial network on the residuals that the mean leaves: the critic sees (condition, scaled residual), the generator
/// (condition, latent). The rules of the game are an <see cref="Adversary{T}"/>.
/// </summary>
internal sealed class AdversarialTrainer : INoiseTrainer
{
    private readonly WorldModelLayout _layout;
    private readonly int _criticSteps;
    private readonly double _penaltyWeight;
    private readonly float? _weightLimit;
    private readonly bool _hasPenalty;
    private readonly ulong _seed;
    private readonly GeneratorTraining _generator;
    private readonly Learner _critic;
    private readonly CriticLoss<float> _criticLoss;
    private readonly GeneratorLoss<float> _generatorLoss;
    private readonly float[] _mixing;                      // [batch] where there is a penalty between outcomes
    private readonly WindowGame? _windows;                 // null where single steps are all there is
    private readonly Losses _measured;

    /// <inheritdoc cref="NoiseTrainer.Start"/>
    public AdversarialTrainer(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, float[] residuals, ulong seed)
    {
        (_layout, _seed, WorldModelOptions options) = (layout, seed, layout.Options);
        (_criticSteps, _penaltyWeight, _weightLimit) = (options.CriticSteps!.Value, options.PenaltyWeight ?? 0, (float?)options.WeightLimit);
        LossSettings own = LossSettings.Of(options);
        Adversary<float> adversary = Adversary.Of<float>(options.Loss!.Value);
        _generator = new GeneratorTraining(layout, member, data, split, residuals, seed);
        _critic = new Learner(layout.Critic, new RandomStream(seed, RandomPurpose.Weights, 2), beta1: own.Beta1, beta2: own.Beta2);
        _criticLoss = new CriticLoss<float>(_critic.Net, adversary, options.BatchSize);
        _generatorLoss = new GeneratorLoss<float>(_critic.Net, adversary.Ratings, options.BatchSize);
        _mixing = new float[adversary.Points == PenaltyPoints.Between ? options.BatchSize : 0];
        if (layout.Window > 1) _windows = new WindowGame(layout, member, data, split, _generator.Net, seed);
        _hasPenalty = adversary.Penalty is not null;
        string[] measured = ["criticLoss", "generatorLoss", "criticDistance", .. _hasPenalty ? new[] { "penalty" } : []];
        _measured = new Losses(_windows is null ? measured : [.. measured, "windowGeneratorLoss", "windowDistance"]);
    }

    /// <summary>The generator, for whoever takes the steps elsewhere.</summary>
    public GeneratorTraining Generator => _generator;

    /// <summary>The critic's network and its optimiser.</summary>
    public Learner CriticLearner => _critic;

    public int Steps => _generator.Steps;

    public int StepsDone => _generator.StepsDone;

    public Mlp<float>? Critic => _critic.Net;

    public IEnumerable<(string Name, Array Values)> State =>
        [.. _generator.State, .. _critic.State.Select(s => ("critic." + s.Name, s.Values)), .. _windows is null ? [] : _windows.State.Select(s => ("window." + s.Name, s.Values))];

    public void Restored()
    {
        _generator.Restored();
        _critic.Restored();
        _windows?.Restored();
    }

    /// <summary>The critic's steps, then one step of the generator.</summary>
    public IReadOnlyList<(string Name, double Value)> Step()
    {
        float rate = _generator.BeginStep();
        CriticReport critic = default, window = default;
        for (int i = 0; i < _criticSteps; i++)
        {
            critic = CriticStep(rate);
            if (_windows is not null) window = _windows.CriticStep(rate);
        }

        double generatorLoss = AddGradient(), windowLoss = _windows?.AddGradient(_generator.Gradient) ?? 0;
        _generator.Descend(rate);
        return Report(critic, generatorLoss, window, windowLoss);
    }

    private IReadOnlyList<(string Name, double Value)> Report(CriticReport critic, double generatorLoss, CriticReport window, double windowLoss)
    {
        double criticLoss = _penaltyWeight * critic.Penalty + critic.Ratings;
        return _hasPenalty
            ? _measured.Of(criticLoss, generatorLoss, critic.Distance, critic.Penalty, windowLoss, window.Distance)
            : _measured.Of(criticLoss, generatorLoss, critic.Distance, windowLoss, window.Distance);
    }

    private CriticReport CriticStep(float rate)
    {
        uint draw = _generator.Draw();
        _generator.Infer();
        for (int row = 0; row < _generator.Rows; row++)
        {
            WriteReal(row, _criticLoss.Real(row));
            WriteFake(row, _criticLoss.Fake(row));
        }

        var random = new RandomStream(_seed, RandomPurpose.Mix, 0, draw);
        for (int i = 0; i < _mixing.Length; i++) _mixing[i] = random.NextSingle();
        CriticReport report = _criticLoss.AddGradient(_critic.Gradient, _mixing, _penaltyWeight);
        _critic.Descend(rate);
        if (_weightLimit is { } limit) _critic.Clip(limit);
        return report;
    }

    private double AddGradient()
    {
        _generator.Draw();
        for (int row = 0; row < _generator.Rows;)
        {
            int first = row, end = _generator.Forward(row, _generator.Rows);
            for (; row < end; row++)
            {
                if (_generatorLoss.ComparesPairs) WriteReal(row, _generatorLoss.Real(row));
                WriteFake(row, _generatorLoss.Fake(row));
            }

            _generatorLoss.Differentiate(first, end);      // the same block: both hold a batch
            for (row = first; row < end; row++) _generator.Move(row, _generatorLoss.Slope(row));
            _generator.Backward();
        }

        return _generatorLoss.Value;
    }

    private void WriteReal(int row, Span<float> criticInput)
    {
        _generator.Condition(row).CopyTo(criticInput);
        _generator.WriteLogged(row, criticInput[_layout.Condition..]);
    }

    private void WriteFake(int row, Span<float> criticInput)
    {
        _generator.Condition(row).CopyTo(criticInput);
        _generator.WriteGenerated(row, criticInput[_layout.Condition..]);
    }
}
