using WorldGan.Torch.Networks;
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
        return checks ? [("negativeLogLikelihood", loss), ("heldOutNegativeLogLikelihood", OnDevice.Floats([.. _trainers.Select(t => (float)t.HeldOut)], CPU, _trainers.Length))] : [("negativeLogLikelihood", loss)];
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
        Tensor components = said.narrow(-1, _shape.Logits, said.shape[2] - _shape.Logits).unflatten(-1, _shape.Components, 2, _shape.Outcomes); // [M, B, K, 2, O]
        Tensor logDeviation = components.select(3, 1).clamp(MixtureShape.LeastLogDeviation, MixtureShape.MostLogDeviation);
        Tensor errors = (logged.unsqueeze(2) - components.select(3, 0)) * (-logDeviation).exp();
        Tensor ofComponents = -(0.5 * errors.square() + logDeviation + HalfLogTau).sum(-1); // [M, B, K]
        if (_shape.Logits > 0) ofComponents = ofComponents + said.narrow(-1, 0, _shape.Logits).log_softmax(-1);
        return ofComponents.logsumexp(-1);
    }
}
