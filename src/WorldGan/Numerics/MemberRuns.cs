namespace WorldGan.Numerics;

/// <summary>Runs the trainings of an ensemble: members in parallel, each with checkpoints of its own, so that threads change nothing.</summary>
internal static class MemberRuns
{
    /// <summary>Trains every member to its end, going on from its checkpoint where there is one.</summary>
    /// <param name="members">Number of members.</param>
    /// <param name="session">Threads, progress, cancellation and checkpoints.</param>
    /// <param name="name">What is trained; checkpoints are called name-member.</param>
    /// <param name="start">Makes the training of a member from nothing.</param>
    /// <param name="finish">Takes a finished member.</param>
    public static void Run(int members, TrainingSession session, string name, Func<int, IMemberRun> start, Action<int, IMemberRun> finish)
    {
        // Cancellation is each member's own affair: it saves a checkpoint first.
        ParallelLoop.Run(members, Math.Max(1, session.Threads), CancellationToken.None, index => finish(index, RunOne(index, members, session, name, start)));
    }

    private static IMemberRun RunOne(int index, int members, TrainingSession session, string name, Func<int, IMemberRun> start)
    {
        IMemberRun run = start(index);
        string? path = session.CheckpointFolder is { } folder ? Path.Combine(folder, $"{name}-{index}.safetensors") : null;
        if (path is not null && File.Exists(path)) run.Restore(Checkpoint.Open(path));
        int savedAt = run.StepsDone;
        Report([]);                                        // where the member goes on
        while (!run.IsDone)
        {
            if (session.Cancellation.IsCancellationRequested)
            {
                Save(path, run);
                session.Cancellation.ThrowIfCancellationRequested();
            }

            int before = run.StepsDone;
            IReadOnlyList<(string Name, double Value)> values = run.Step();
            if (run.IsDone || before / session.StepsBetweenReports != run.StepsDone / session.StepsBetweenReports)
                Report([.. values, .. session.Progress is null ? [] : run.Measure()]);
            if (run.StepsDone - savedAt < session.StepsBetweenCheckpoints) continue;
            Save(path, run);
            savedAt = run.StepsDone;
        }

        Save(path, run);
        return run;

        void Report(IReadOnlyList<(string Name, double Value)> values) =>
            session.Progress?.Report(new TrainingProgress($"{name}.{run.Stage}", index, run.StepsDone, run.Steps, members, values));
    }

    private static void Save(string? path, IMemberRun run)
    {
        if (path is not null) Checkpoint.Write(path, run.State);
    }
}
