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
    /// <exception cref="InvalidOperationException">A loss or an array of a member is not finite; its last checkpoint is left as it was.</exception>
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
                Save();
                session.Cancellation.ThrowIfCancellationRequested();
            }

            int before = run.StepsDone;
            IReadOnlyList<(string Name, double Value)> values = run.Step();
            foreach ((string loss, double value) in values)
                if (!double.IsFinite(value)) throw Diverged(loss);
            if (run.IsDone || before / session.StepsBetweenReports != run.StepsDone / session.StepsBetweenReports)
                Report([.. values, .. session.Progress is null ? [] : run.Measure()]);
            if (run.StepsDone - savedAt < session.StepsBetweenCheckpoints) continue;
            Save();
            savedAt = run.StepsDone;
        }

        Save();
        return run;

        void Report(IReadOnlyList<(string Name, double Value)> values) =>
            session.Progress?.Report(new TrainingProgress($"{name}.{run.Stage}", index, run.StepsDone, run.Steps, members, values));

        void Save()
        {
            foreach ((string array, Array values) in run.State)
                if (values is float[] numbers && !Array.TrueForAll(numbers, float.IsFinite)) throw Diverged(array);
            if (path is not null) Checkpoint.Write(path, run.State);
        }

        InvalidOperationException Diverged(string what) => new(
            $"Training of {name} member {index} stopped at step {run.StepsDone}, {run.Stage}: '{what}' is not finite. Try a lower learning rate, and look for extreme values in the log.");
    }
}
