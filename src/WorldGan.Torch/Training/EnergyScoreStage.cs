using WorldGan.Torch.Networks;
using WorldGan.WorldModel.Noise;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>The generators of all members by the energy score of several samples; see <see cref="EnergyScoreTrainer"/>.</summary>
internal sealed class EnergyScoreStage : IMemberStage
{
    private readonly EnergyScoreTrainer[] _trainers;
    private readonly int _samples;
    private readonly NoiseDraws _draws;
    private readonly DeviceLearner _generators;
    private readonly Tensor _left, _right;                 // [pairs] which two samples

    public EnergyScoreStage(EnergyScoreTrainer[] trainers, int samples, DeviceLog log, NoiseDraws draws)
    {
        (_trainers, _samples, _draws) = (trainers, samples, draws);
        _generators = new DeviceLearner([.. trainers.Select(t => t.Generator.Learner)], log.Device);
        (int Left, int Right)[] pairs = [.. Enumerable.Range(0, samples).SelectMany(i => Enumerable.Range(0, i).Select(j => (i, j)))];
        (_left, _right) = (OnDevice.Rows(pairs.Select(p => p.Left), log.Device), OnDevice.Rows(pairs.Select(p => p.Right), log.Device));
    }

    public bool IsDone => _trainers[0].StepsDone >= _trainers[0].Steps;

    public IReadOnlyList<(string Name, Tensor Values)> Step()
    {
        float rate = _trainers.Max(trainer => trainer.Generator.BeginStep()); // the same for all
        NoiseBatch batch = _draws.Draw();
        long rows = batch.Logged.shape[1], outcomes = batch.Logged.shape[2];
        Tensor conditions = batch.Conditions.repeat_interleave(_samples, 1);
        Tensor samples = (_generators.Net.Forward(_draws.WithLatents(conditions)) * _draws.Units).view(_draws.Members, rows, _samples, outcomes);
        Tensor toLogged = Distance(samples - batch.Logged.unsqueeze(2));
        Tensor spread = Distance(samples.index_select(2, _left) - samples.index_select(2, _right));
        Tensor score = toLogged - 0.5 * spread;
        _generators.Descend(score.sum(), rate);
        return [("energyScore", score), ("sampleDistance", toLogged), ("sampleSpread", spread)];
    }

    public void Push() => _generators.Push();

    public void Dispose()
    {
        _generators.Dispose();
        _draws.Dispose();
        _left.Dispose();
        _right.Dispose();
    }

    // A distance of zero has no direction: the clamp takes its gradient away.
    private static Tensor Distance(Tensor difference) => difference.square().sum(-1).clamp_min(1e-24).sqrt().flatten(1).mean([1]);
}
