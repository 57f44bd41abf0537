using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>The heads of all members: reward, terminal, and the categories and flags of the next state; see <see cref="HeadTrainer"/>.</summary>
internal sealed class HeadStage : IMemberStage
{
    private readonly HeadTrainer[] _heads;
    private readonly DeviceLog _log;
    private readonly Randomness _random;
    private readonly DeviceLearner? _reward;
    private readonly DeviceLearner[] _classes;
    private readonly TerminalSteps? _terminal;

    public HeadStage(HeadTrainer[] heads, DeviceLog log, Randomness random)
    {
        (_heads, _log, _random) = (heads, log, random);
        if (heads[0].Reward is not null) _reward = new DeviceLearner([.. heads.Select(h => h.Reward!)], log.Device);
        _classes = [.. Enumerable.Range(0, heads[0].Classes.Count).Select(k => new DeviceLearner([.. heads.Select(h => h.Classes[k].Learner)], log.Device))];
        if (heads[0].Terminal is not null) _terminal = new TerminalSteps([.. heads.Select(h => h.Terminal!)], log, random);
    }

    public bool IsDone => _heads[0].IsDone;

    public IReadOnlyList<(string Name, Tensor Values)> Step()
    {
        int members = _heads.Length, batch = _log.Layout.Options.BatchSize, step = _heads[0].StepsDone;
        float rate = _heads[0].Rate;
        Tensor rows = _log.Draw(_random, members, batch);
        List<(string, Tensor)> losses = [];
        if (_reward is not null) losses.Add(("rewardLoss", RewardStep(_reward, rows, rate)));
        if (_classes.Length > 0) losses.Add(("discreteLoss", ClassStep(rows, rate)));
        if (_terminal is not null) losses.Add(("terminalLoss", _terminal.Step(step, rows, rate)));
        if (_heads[0].ChecksNext)
            foreach (DeviceLearner learner in _classes) learner.Push();
        foreach (HeadTrainer head in _heads) head.Advance();
        return losses;
    }

    public void Push()
    {
        _reward?.Push();
        _terminal?.Push();
        foreach (DeviceLearner learner in _classes) learner.Push();
    }

    public void Dispose()
    {
        _reward?.Dispose();
        _terminal?.Dispose();
        foreach (DeviceLearner learner in _classes) learner.Dispose();
    }

    private Tensor RewardStep(DeviceLearner learner, Tensor rows, float rate)
    {
        Tensor seen = DeviceLog.Take(_log.Transitions, rows, _heads.Length);
        if (_log.Layout.RewardSeesEnd) seen = cat([seen, _log.Terminals.index_select(0, rows).view(_heads.Length, -1, 1)], -1);
        Tensor said = learner.Net.Forward(seen).squeeze(-1);
        Tensor loss = (said - _log.Rewards.index_select(0, rows).view(_heads.Length, -1)).square().mean([1]);
        learner.Descend(loss.sum(), rate);
        return loss;
    }

    // Each sees state, action and the classes before its own: they stand in this order.
    private Tensor ClassStep(Tensor rows, float rate)
    {
        Tensor conditions = DeviceLog.Take(_log.Conditions, rows, _heads.Length), sum = zeros(_heads.Length, device: _log.Device);
        for (int k = 0; k < _classes.Length; k++)
        {
            Tensor said = _classes[k].Net.Forward(conditions.narrow(-1, 0, _classes[k].Net.Shape.Inputs)).log_softmax(-1);
            Tensor seen = _log.Classes[k].index_select(0, rows).view(_heads.Length, -1, 1);
            Tensor loss = -said.gather(-1, seen).squeeze(-1).mean([1]);
            _classes[k].Descend(loss.sum(), rate);
            sum = sum + loss.detach();
        }

        return sum;
    }
}
