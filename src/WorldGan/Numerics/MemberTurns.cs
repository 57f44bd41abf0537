namespace WorldGan.Numerics;

/// <summary>The training of one member, some steps at a time, with its checkpoints and reports.</summary>
internal sealed class MemberTurns(int index, int members, TrainingSession session, string name, Func<int, IMemberRun> start, Action<int, IMemberRun> finish)
{
    /// <summary>The name under which reports tell the factor on the learning rates, after a return to the last good state.</summary>
    public const string RateFactorName = "rateFactor";

    private const int StepsOfTurn = 50;

    private readonly string? _path = session.CheckpointFolder is { } folder ? Path.Combine(folder, $"{name}-{index}.safetensors") : null;
    private IMemberRun? _run;
    private LastGood? _lastGood;                           // null where the training has only one rate
    private int _savedAt;

    /// <summary>Steps done; -1 before the first turn.</summary>
    public int StepsDone => _run?.StepsDone ?? -1;

    /// <summary>Takes a turn. False: the member is finished, or saved because the session was cancelled.</summary>
    public bool Go()
    {
        if (_run is null && session.Cancellation.IsCancellationRequested) return false;
        _run ??= Start();
        for (int i = 0; i < StepsOfTurn && !_run.IsDone; i++)
        {
            if (session.Cancellation.IsCancellationRequested)
            {
                Save();
                return false;
            }

            _run = Step(_run);
        }

        if (!_run.IsDone) return true;
        Save();
        finish(index, _run);
        return false;
    }

    private IMemberRun Start()
    {
        IMemberRun run = start(index);
        _lastGood = run.AtRate(1) is null ? null : new LastGood();
        bool goesOn = _path is not null && File.Exists(_path);
        if (goesOn) run = Restore(run, Checkpoint.Open(_path!));
        else _lastGood?.Begin(run);
        _savedAt = run.StepsDone;
        Report(run, []);                                   // where the member goes on
        return run;
    }

    private IMemberRun Restore(IMemberRun run, Checkpoint checkpoint)
    {
        if (_lastGood is not null) return _lastGood.Restore(checkpoint, run);
        run.Restore(checkpoint);
        return run;
    }

    private IMemberRun Step(IMemberRun run)
    {
        (int before, string stage) = (run.StepsDone, run.Stage);
        IReadOnlyList<(string Name, double Value)> values = run.Step();
        if (NotFinite(values) is { } loss) return Return(run, stage, $"'{loss}' is not finite");
        if (_lastGood?.Judge(run, values) is { } fault) return Return(run, stage, fault);
        if (run.IsDone || before / session.StepsBetweenReports != run.StepsDone / session.StepsBetweenReports)
            Report(run, values, session.Progress is null ? Measurement.None : run.Measure());
        if (_lastGood is not null && run.Stage != stage) run = _lastGood.BeginStage(run);
        if (run.StepsDone - _savedAt < session.StepsBetweenCheckpoints) return run;
        _run = run;
        Save();
        return _run;
    }

    /// <summary>Goes back to the last good state of a stage, with lower rates, where it still may.</summary>
    private IMemberRun Return(IMemberRun run, string stage, string fault)
    {
        if (_lastGood is not { MayReturn: true }) throw Diverged(run, stage, fault);
        run = _lastGood.Return(run);
        Report(run, [], Measurement.None, $"Training of {name}.{stage} broke down ({fault}) and went back to its last good state, to go on at a quarter of the learning rate.");
        _savedAt = Math.Min(_savedAt, run.StepsDone);
        return run;
    }

    private void Report(IMemberRun run, IReadOnlyList<(string Name, double Value)> losses, Measurement measured = default, string? incident = null)
    {
        if (session.Progress is null) return;
        bool isSlow = _lastGood is { RateFactor: < 1 };
        session.Progress.Report(new TrainingProgress($"{name}.{run.Stage}", index, run.StepsDone, run.Steps, members,
            [.. losses, .. measured.Values ?? [], .. isSlow ? [(RateFactorName, _lastGood!.RateFactor)] : Array.Empty<(string, double)>()])
        {
            Warnings = measured.Warnings ?? [],
            Incident = incident,
        });
    }

    private void Save()
    {
        IMemberRun run = _run!;
        if (LastGood.NotFinite(run) is { } array) run = _run = Return(run, run.Stage, $"'{array}' is not finite");
        if (_path is not null) Checkpoint.Write(_path, _lastGood is null ? run.State : run.State.Concat(_lastGood.State));
        _savedAt = run.StepsDone;
    }

    private static string? NotFinite(IReadOnlyList<(string Name, double Value)> values)
    {
        for (int i = 0; i < values.Count; i++)
            if (!double.IsFinite(values[i].Value)) return values[i].Name;
        return null;
    }

    private InvalidOperationException Diverged(IMemberRun run, string stage, string fault)
    {
        string tried = _lastGood is null ? "" : $", also after {LastGood.MostReturns} returns to the last good state with ever lower learning rates";
        return new($"Training of {name} member {index} stopped at step {run.StepsDone}, {stage}: {fault}{tried}. Try a lower learning rate, and look for extreme values in the log.");
    }
}
