using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>The generators of all members against a critic each; see <see cref="AdversarialTrainer"/>.</summary>
internal sealed class AdversarialStage : IMemberStage
{
    private readonly AdversarialTrainer[] _trainers;
    private readonly WorldModelLayout _layout;
    private readonly PenaltyPoints _points;
    private readonly NoiseDraws _draws;
    private readonly DeviceLearner _generators, _critics;

    public AdversarialStage(AdversarialTrainer[] trainers, WorldModelLayout layout, DeviceLog log, NoiseDraws draws)
    {
        (_trainers, _layout, _draws) = (trainers, layout, draws);
        _points = Adversary.Of<float>(Loss).Points;
        _generators = new DeviceLearner([.. trainers.Select(t => t.Generator.Learner)], log.Device);
        _critics = new DeviceLearner([.. trainers.Select(t => t.CriticLearner)], log.Device);
    }

    public bool IsDone => _trainers[0].StepsDone >= _trainers[0].Steps;

    private WorldModelLoss Loss => _layout.Options.Loss!.Value;

    public IReadOnlyList<(string Name, Tensor Values)> Step()
    {
        float rate = _trainers.Max(trainer => trainer.Generator.BeginStep()); // the same for all
        IReadOnlyList<(string, Tensor)> critic = [];
        for (int i = 0; i < _layout.Options.CriticSteps; i++) critic = CriticStep(rate);
        return [critic[0], ("generatorLoss", GeneratorStep(rate)), .. critic.Skip(1)];
    }

    public void Push()
    {
        _generators.Push();
        _critics.Push();
    }

    public void Dispose()
    {
        _generators.Dispose();
        _critics.Dispose();
        _draws.Dispose();
    }

    private IReadOnlyList<(string, Tensor)> CriticStep(float rate)
    {
        NoiseBatch batch = _draws.Draw();
        Tensor generated = Generate(batch.Conditions).detach();
        Tensor ratings = _critics.Net.Forward(cat([cat([batch.Conditions, batch.Logged], -1), cat([batch.Conditions, generated], -1)], 1));
        Tensor ofLogged = ratings.narrow(1, 0, batch.Logged.shape[1]), ofGenerated = ratings.narrow(1, batch.Logged.shape[1], batch.Logged.shape[1]);
        Tensor loss = Game.Critic(Loss, ofLogged, ofGenerated);
        Tensor? penalty = Game.Penalty(_points, _critics.Net, batch.Conditions, batch.Logged, generated, () => _draws.Mixing(generated.shape[1]));
        if (penalty is not null) loss = loss + penalty * _layout.Options.PenaltyWeight!.Value;
        _critics.Descend(loss.sum(), rate);
        if (_layout.Options.WeightLimit is { } limit) _critics.Clip(limit);
        Tensor distance = (ofLogged - ofGenerated).flatten(1).mean([1]);
        return [("criticLoss", loss), ("criticDistance", distance), .. penalty is null ? [] : new[] { ("penalty", penalty) }];
    }

    private Tensor GeneratorStep(float rate)
    {
        NoiseBatch batch = _draws.Draw();
        Tensor ofGenerated = _critics.Net.Forward(cat([batch.Conditions, Generate(batch.Conditions)], -1));
        Tensor? ofLogged = Loss == WorldModelLoss.Rpgan ? _critics.Net.Forward(cat([batch.Conditions, batch.Logged], -1)) : null;
        Tensor loss = Game.Generator(Loss, ofLogged, ofGenerated);
        _generators.Descend(loss.sum(), rate);
        return loss;
    }

    private Tensor Generate(Tensor conditions) => _generators.Net.Forward(_draws.WithLatents(conditions)) * _draws.Units;
}
