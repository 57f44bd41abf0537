using TorchSharp;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Training;

/// <summary>
/// Learns all members of a world together on a device. The library's own trainers decide what is not a gradient step: the linear fit, when to stop, gates and scales, which
/// rows are doubtful, calibration. They take what was learned at the end of each stage, and wherever they have something to decide.
/// </summary>
internal sealed class DeviceWorldTrainer : IDisposable
{
    private readonly WorldModelLayout _layout;
    private readonly WorldMemberRun[] _runs;
    private readonly DeviceLog _log;
    private readonly Randomness _random;
    private readonly TrainingSession _session;
    private readonly StageCheckpoint _checkpoint;

    public DeviceWorldTrainer(WorldModelLayout layout, WorldMemberRun[] runs, EpisodeSplit split, ulong seed, TrainingSession session, Device device)
    {
        (_layout, _runs, _session) = (layout, runs, session);
        _log = new DeviceLog(layout, runs[0].Trainer.Data, split.Training, device);
        _random = new Randomness(device, DerivedSeed.Of(seed, RandomPurpose.WorldMemberSeed, -1));
        _checkpoint = new StageCheckpoint(runs, session.CheckpointFolder);
    }

    /// <summary>Goes on from the last whole stage, where there is one, to the end.</summary>
    /// <exception cref="OperationCanceledException">The session was cancelled; the stages that were finished are kept.</exception>
    /// <exception cref="InvalidOperationException">A loss or a weight is no longer finite.</exception>
    public void Run()
    {
        _checkpoint.Restore();
        Report([]);                                        // where the members go on
        while (!_runs[0].IsDone)
        {
            using (IMemberStage? stage = Begin(_runs[0].Trainer))
            {
                if (stage is not null) Carry(stage);
            }

            foreach (WorldMemberRun run in _runs) run.Step(); // to the next stage: nothing is left to do in this one
            _checkpoint.Write();
        }

        Report([]);
    }

    public void Dispose()
    {
        _log.Dispose();
        _random.Dispose();
    }

    private void Carry(IMemberStage stage)
    {
        while (!stage.IsDone)
        {
            _session.Cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            int before = _runs[0].StepsDone;
            IReadOnlyList<(string Name, Tensor Values)> losses = stage.Step();
            if (!stage.IsDone && before / _session.StepsBetweenReports == _runs[0].StepsDone / _session.StepsBetweenReports) continue;
            Report([.. losses.Select(loss => (loss.Name, Host.Floats(loss.Values)))], stage);
        }

        stage.Push();
        ExpectFinite();
    }

    private IMemberStage? Begin(MemberTrainer first) => first.Stage switch
    {
        WorldModelStage.Mean when !first.Mean.IsDone => new MeanStage(All(t => t.Mean), _log, _random),
        WorldModelStage.Scale when !first.Scale!.IsDone => new ScaleStage(All(t => t.Scale!), _log, _random),
        WorldModelStage.Heads when !first.Heads.IsDone => new HeadStage(All(t => t.Heads), _log, _random),
        WorldModelStage.Noise => BeginNoise(first.Noise),
        _ => null,
    };

    private IMemberStage? BeginNoise(INoiseTrainer? first) => first switch
    {
        AdversarialTrainer => new AdversarialStage(All(t => (AdversarialTrainer)t.Noise!), _layout, _log, Draws(t => ((AdversarialTrainer)t.Noise!).Generator.OutcomeUnits.ToArray())),
        EnergyScoreTrainer => new EnergyScoreStage(All(t => (EnergyScoreTrainer)t.Noise!), _layout.Options.SamplesPerCondition!.Value, _log, Draws(t => ((EnergyScoreTrainer)t.Noise!).Generator.OutcomeUnits.ToArray())),
        MixtureTrainer => new MixtureStage(All(t => (MixtureTrainer)t.Noise!), _layout.Mixture, _log, Draws(_ => [.. Enumerable.Repeat(1f, _layout.Outcomes)])),
        _ => null,
    };

    private T[] All<T>(Func<MemberTrainer, T> part) => [.. _runs.Select(run => part(run.Trainer))];

    private NoiseDraws Draws(Func<MemberTrainer, float[]> units) => new(_log, All(t => t.Residuals!), All(units), _random);

    private void Report(IReadOnlyList<(string Name, float[] Values)> losses, IMemberStage? stage = null)
    {
        foreach ((string name, float[] values) in losses)
            if (name != "meanHeldOutRmse" && Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and int member) throw Diverged(member, $"'{name}' is not finite");
        if (_session.Progress is null) return;
        bool measures = stage is AdversarialStage or EnergyScoreStage or MixtureStage && WorldMemberRun.IsDue(_runs[0]);
        if (measures) stage!.Push();
        for (int m = 0; m < _runs.Length; m++)
        {
            Measurement measured = measures || _runs[m].IsDone ? _runs[m].Measure() : Measurement.None;
            _session.Progress.Report(new TrainingProgress($"world.{_runs[m].Stage}", m, _runs[m].StepsDone, _runs[m].Steps, _runs.Length,
                [.. losses.Select(loss => (loss.Name, (double)loss.Values[m])), .. measured.Values])
            {
                Warnings = measured.Warnings,
            });
        }
    }

    private void ExpectFinite()
    {
        for (int m = 0; m < _runs.Length; m++)
            if (LastGood.NotFinite(_runs[m]) is { } array) throw Diverged(m, $"'{array}' is not finite");
    }

    private InvalidOperationException Diverged(int member, string fault) =>
        new($"Training of world member {member} stopped at step {_runs[member].StepsDone}, {_runs[member].Stage}: {fault}. Try a lower learning rate, and look for extreme values in the log.");
}
