namespace WorldGan.Numerics;

/// <summary>The training of one member, some steps at a time, with its checkpoints and reports.</summary>
internal sealed class MemberTurns(int index, int members, TrainingSession session, string name, Func<int, IMemberRun> start, Action<int, IMemberRun> finish)
{
    private const int StepsOfTurn = 50;

    private readonly string? _path = session.CheckpointFolder is { } folder ? Path.Combine(folder, $"{name}-{index}.safetensors") : null;
    private IMemberRun? _run;
    private int _savedAt;

    /// <summary>Steps done; -1 before the first turn.</summary>
    public int StepsDone => _run?.StepsDone ?? -1;

    /// <summary>Takes a turn. False: the member is finished, or saved because the session was cancelled.</summary>
    public bool Go()
    {
        if (_run is null && session.Cancellation.IsCancellationRequested) return false;
        IMemberRun run = _run ??= Start();
        for (int i = 0; i < StepsOfTurn && !run.IsDone; i++)
        {
            if (session.Cancellation.IsCancellationRequested)
            {
                Save(run);
                return false;
            }

            Step(run);
        }

        if (!run.IsDone) return true;
        Save(run);
        finish(index, run);
        return false;
    }

    private IMemberRun Start()
    {
        IMemberRun run = start(index);
        if (_path is not null && File.Exists(_path)) run.Restore(Checkpoint.Open(_path));
        _savedAt = run.StepsDone;
        Report(run, []);                                   // where the member goes on
        return run;
    }

    private void Step(IMemberRun run)
    {
        int before = run.StepsDone;
        IReadOnlyList<(string Name, double Value)> values = run.Step();
        for (int i = 0; i < values.Count; i++)
            if (!double.IsFinite(values[i].Value)) throw Diverged(run, values[i].Name);
        if (run.IsDone || before / session.StepsBetweenReports != run.StepsDone / session.StepsBetweenReports)
            Report(run, [.. values, .. session.Progress is null ? [] : run.Measure()]);
        if (run.StepsDone - _savedAt < session.StepsBetweenCheckpoints) return;
        Save(run);
        _savedAt = run.StepsDone;
    }

    private void Report(IMemberRun run, IReadOnlyList<(string Name, double Value)> values) =>
        session.Progress?.Report(new TrainingProgress($"{name}.{run.Stage}", index, run.StepsDone, run.Steps, members, values));

    private void Save(IMemberRun run)
    {
        foreach ((string array, Array values) in run.State)
            if (values is float[] numbers && !Array.TrueForAll(numbers, float.IsFinite)) throw Diverged(run, array);
        if (_path is not null) Checkpoint.Write(_path, run.State);
    }

    private InvalidOperationException Diverged(IMemberRun run, string what) => new(
        $"Training of {name} member {index} stopped at step {run.StepsDone}, {run.Stage}: '{what}' is not finite. Try a lower learning rate, and look for extreme values in the log.");
}
