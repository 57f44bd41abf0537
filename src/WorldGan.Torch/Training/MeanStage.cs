using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>The mean's correction of all members, by mean squared error. Each member stops where <see cref="MeanTrainer"/> says so; the others go on without it.</summary>
internal sealed class MeanStage : IMemberStage
{
    private readonly MeanTrainer[] _means;
    private readonly DeviceLog _log;
    private readonly Randomness _random;
    private readonly DeviceLearner _learner;
    private readonly MemberRows _targets;
    private readonly Tensor _rows;                         // [M, rows] to learn from
    private Tensor? _rates;                                // [steps, M, 1] to the next decision
    private int _steps, _done;                             // of these

    public MeanStage(MeanTrainer[] means, DeviceLog log, Randomness random)
    {
        (_means, _log, _random) = (means, log, random);
        _learner = new DeviceLearner([.. means.Select(m => m.Learner)], log.Device);
        _targets = new MemberRows([.. means.Select(m => m.Targets)], log.Layout.Outcomes, log.Device);
        _rows = OnDevice.Longs([.. means.SelectMany(m => m.Rows).Select(row => (long)row)], log.Device, means.Length, means[0].Rows.Length);
    }

    public bool IsDone => Array.TrueForAll(_means, mean => mean.IsDone);

    public IReadOnlyList<(string Name, Tensor Values)> Step()
    {
        if (_done == _steps) BeginStretch();
        int members = _means.Length;
        Tensor rows = _rows.gather(1, _random.Below(_rows.shape[1], members, _log.Layout.Options.BatchSize)).flatten(); // [M · B]
        Tensor inputs = DeviceLog.Take(_log.Conditions, rows, members), targets = _targets.Take(rows);
        Tensor loss = (_learner.Net.Forward(inputs) - targets).square().mean([1, 2]); // [M]
        _learner.Descend(loss.sum(), 1, _rates!.select(0, _done++));
        if (_done < _steps) return [("meanLoss", loss)];
        Decide();
        return [("meanLoss", loss), ("meanHeldOutRmse", tensor(_means.Select(m => (float)(m.HeldOutError ?? double.NaN)).ToArray()))];
    }

    public void Push() => _learner.Push();

    public void Dispose()
    {
        _learner.Dispose();
        _targets.Dispose();
        _rows.Dispose();
        _rates?.Dispose();
    }

    // The members that are done have a rate of zero.
    private void BeginStretch()
    {
        (_steps, _done) = (_means.Where(m => !m.IsDone).Min(m => m.StepsToDecision), 0);
        _rates?.Dispose();
        float[] rates = [.. Enumerable.Range(0, _steps).SelectMany(step => _means.Select(m => m.IsDone ? 0 : m.RateAt(m.StepsDone + step)))];
        _rates = OnDevice.Floats(rates, _log.Device, _steps, _means.Length, 1);
    }

    private void Decide()
    {
        Push();
        foreach (MeanTrainer mean in _means)
            if (!mean.IsDone) mean.Advance(_steps);
    }
}
