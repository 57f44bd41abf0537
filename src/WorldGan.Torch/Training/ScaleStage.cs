using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>How the scale of the noise of all members hangs on state and action; see <see cref="ScaleTrainer"/>.</summary>
internal sealed class ScaleStage : IMemberStage
{
    private readonly ScaleTrainer[] _scales;
    private readonly DeviceLog _log;
    private readonly Randomness _random;
    private readonly DeviceLearner _learner;
    private readonly MemberRows _squares;                  // of the residuals

    public ScaleStage(ScaleTrainer[] scales, DeviceLog log, Randomness random)
    {
        (_scales, _log, _random) = (scales, log, random);
        _learner = new DeviceLearner([.. scales.Select(s => s.Learner)], log.Device);
        _squares = new MemberRows([.. scales.Select(s => s.Residuals.Select(r => r * r).ToArray())], log.Layout.Outcomes, log.Device);
    }

    public bool IsDone => _scales[0].IsDone;

    public IReadOnlyList<(string Name, Tensor Values)> Step()
    {
        int members = _scales.Length;
        Tensor rows = _log.Draw(_random, members, _log.Layout.Options.BatchSize);
        Tensor squares = _squares.Take(rows); // [M, B, O]
        Tensor said = _learner.Net.Forward(DeviceLog.Take(_log.Conditions, rows, members));
        _learner.Descend((said * Slope(said.detach(), squares)).mean([1, 2]).sum(), _scales[0].Rate);
        foreach (ScaleTrainer scale in _scales) scale.Advance();
        return [("scaleLoss", Loss(said.detach(), squares))];
    }

    public void Push() => _learner.Push();

    public void Dispose()
    {
        _learner.Dispose();
        _squares.Dispose();
    }

    // Of the likelihood, with a bound on what one row can pull: no gradient of a loss that could be written down.
    private static Tensor Slope(Tensor said, Tensor squares)
    {
        Tensor slope = 1 - (squares * (-2 * Bounded(said)).exp()).clamp_max(ScaleTrainer.MostPull);
        Tensor leadsOut = said.lt(ScaleTrainer.LeastLogRatio).logical_and(slope.gt(0)).logical_or(said.gt(ScaleTrainer.MostLogRatio).logical_and(slope.lt(0)));
        return slope.masked_fill(leadsOut, 0);
    }

    private static Tensor Loss(Tensor said, Tensor squares)
    {
        Tensor bounded = Bounded(said);
        return (bounded + 0.5 * squares * (-2 * bounded).exp() - 0.5 * squares).mean([1, 2]);
    }

    private static Tensor Bounded(Tensor said) => said.clamp(ScaleTrainer.LeastLogRatio, ScaleTrainer.MostLogRatio);
}
