using WorldGan.Torch.Networks;
using WorldGan.Torch.Worlds;
using WorldGan.WorldModel.Noise;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>The mixtures of normal distributions of all members, by maximum likelihood; see <see cref="MixtureTrainer"/>.</summary>
internal sealed class MixtureStage : IMemberStage
{
    private static readonly double HalfLogTau = 0.5 * Math.Log(Math.Tau);

    private readonly MixtureTrainer[] _trainers;
    private readonly MixtureShape _shape;
    private readonly NoiseDraws _draws;
    private readonly DeviceLearner _mixtures;

    public MixtureStage(MixtureTrainer[] trainers, MixtureShape shape, DeviceLog log, NoiseDraws draws)
    {
        (_trainers, _shape, _draws) = (trainers, shape, draws);
        _mixtures = new DeviceLearner([.. trainers.Select(t => t.Learner)], log.Device);
    }

    public bool IsDone => _trainers[0].StepsDone >= _trainers[0].Steps;

    public IReadOnlyList<(string Name, Tensor Values)> Step()
    {
        NoiseBatch batch = _draws.Draw();
        Tensor loss = -LogLikelihood(_mixtures.Net.Forward(batch.Conditions), batch.Logged).mean([1]);
        _mixtures.Descend(loss.sum(), _trainers[0].Rate);
        bool checks = _trainers[0].ChecksNext;
        if (checks) Push();
        foreach (MixtureTrainer trainer in _trainers) trainer.Advance();
        return checks ? [("negativeLogLikelihood", loss), ("heldOutNegativeLogLikelihood", tensor(_trainers.Select(t => (float)t.HeldOut).ToArray()))] : [("negativeLogLikelihood", loss)];
    }

    public void Push()
    {
        if (!IsDone) _mixtures.Push();                     // afterwards the members hold their best weights
    }

    public void Dispose()
    {
        _mixtures.Dispose();
        _draws.Dispose();
    }

    private Tensor LogLikelihood(Tensor said, Tensor logged)
    {
        (Tensor mean, Tensor logDeviation) = DeviceNoise.Components(said, _shape); // [M, B, K, O] each
        Tensor errors = (logged.unsqueeze(2) - mean) * (-logDeviation).exp();
        Tensor ofComponents = -(0.5 * errors.square() + logDeviation + HalfLogTau).sum(-1); // [M, B, K]
        if (_shape.Logits > 0) ofComponents = ofComponents + said.narrow(-1, 0, _shape.Logits).log_softmax(-1);
        return ofComponents.logsumexp(-1);
    }
}
