using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>The steps of the terminal heads of all members. What they draw and see is decided by <see cref="TerminalTrainer.Look"/>, member by member.</summary>
internal sealed class TerminalSteps : IDisposable
{
    private readonly TerminalTrainer[] _trainers;
    private readonly DeviceLog _log;
    private readonly Randomness _random;
    private readonly DeviceLearner _learner;
    private readonly Tensor _terminals;                    // [terminals] rows
    private readonly int _condition;                       // features
    private Tensor? _doubtful, _hasDoubtful;               // [M, doubtful] rows and [M, 1]; null where no member has any
    private Tensor _sees;                                  // [M, 1, inputs] 1 where a feature is seen

    public TerminalSteps(TerminalTrainer[] trainers, DeviceLog log, Randomness random)
    {
        (_trainers, _log, _random, _condition) = (trainers, log, random, log.Layout.Encoder.ConditionFeatures);
        _learner = new DeviceLearner([.. trainers.Select(t => t.Learner)], log.Device);
        _terminals = OnDevice.Rows(trainers[0].Terminals.ToArray(), log.Device);
        _sees = Sees();
        FindDoubtful();
    }

    /// <summary>One step; returns [M] losses.</summary>
    /// <param name="step">Number of this step.</param>
    /// <param name="rows">[M · B] a draw from all training rows.</param>
    /// <param name="rate">Learning rate.</param>
    public Tensor Step(int step, Tensor rows, float rate)
    {
        if (_trainers.Any(t => t.LooksAt(step))) Look(step);
        int members = _trainers.Length;
        rows = Draw(rows.view(members, -1)).flatten();
        Tensor said = _learner.Net.Forward(DeviceLog.Take(_log.Transitions, rows, members) * _sees).squeeze(-1);
        Tensor seen = _log.Terminals.index_select(0, rows).view(members, -1);
        Tensor loss = nn.functional.binary_cross_entropy_with_logits(said, seen, reduction: nn.Reduction.None).mean([1]);
        _learner.Descend(loss.sum(), rate);
        return loss;
    }

    public void Push() => _learner.Push();

    public void Dispose()
    {
        _learner.Dispose();
        foreach (Tensor? tensor in new[] { _terminals, _sees, _doubtful, _hasDoubtful }) tensor?.Dispose();
    }

    private Tensor Draw(Tensor rows)
    {
        int members = _trainers.Length, batch = (int)rows.shape[1], terminals = _trainers[0].TerminalsOf(batch), doubtful = _doubtful is null ? 0 : _trainers[0].DoubtfulOf(batch);
        Tensor ended = _terminals.index_select(0, _random.Below(_terminals.shape[0], members * terminals)).view(members, terminals);
        if (_doubtful is null) return cat([ended, rows.narrow(1, terminals, batch - terminals)], 1);
        Tensor drawn = _doubtful.gather(1, _random.Below(_doubtful.shape[1], members, doubtful));
        drawn = where(_hasDoubtful!, drawn, rows.narrow(1, terminals, doubtful));
        return cat([ended, drawn, rows.narrow(1, terminals + doubtful, batch - terminals - doubtful)], 1);
    }

    private void Look(int step)
    {
        Push();
        foreach (TerminalTrainer trainer in _trainers) trainer.Look(step);
        _sees.Dispose();
        _sees = Sees();
        FindDoubtful();
    }

    private void FindDoubtful()
    {
        _doubtful?.Dispose();
        _hasDoubtful?.Dispose();
        (_doubtful, _hasDoubtful) = (null, null);
        int most = _trainers.Max(t => t.Doubtful.Length);
        if (most == 0) return;
        long[] rows = [.. _trainers.SelectMany(t => t.Doubtful.IsEmpty ? new int[most] : t.Doubtful.ToArray()).Select(row => (long)row)];
        _doubtful = OnDevice.Longs(rows, _log.Device, _trainers.Length, most);
        _hasDoubtful = tensor(_trainers.Select(t => !t.Doubtful.IsEmpty).ToArray(), [_trainers.Length, 1], device: _log.Device).DetachFromDisposeScope();
    }

    private Tensor Sees()
    {
        int inputs = _log.Layout.Head.Inputs;
        float[] seen = [.. _trainers.SelectMany(t => Enumerable.Range(0, inputs).Select(i => i >= _condition || t.SeesCondition ? 1f : 0f))];
        return OnDevice.Floats(seen, _log.Device, _trainers.Length, 1, inputs);
    }
}
