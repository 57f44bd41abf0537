using WorldGan.Runs;
using WorldGan.Service.Gate;
using WorldGan.Service.Registry;

namespace WorldGan.Service.Training;

/// <summary>Carries a job from its data to its version. Every part of it may be cut off anywhere, also by a loss of power, and is then done again to the same end.</summary>
internal sealed class Trainer(IVersionRegistry registry, PublicationGate gate, TrainingOptions options, TimeProvider time) : IDisposable
{
    private readonly BackgroundThreads _threads = new("training", options.Threads);

    /// <summary>Does what is left to do.</summary>
    /// <returns>The version, and what the gate did with it.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; calling this again goes on.</exception>
    public async Task<(int Version, string Outcome)> RunAsync(Job job, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string[] logs = await LogsOfAsync(job, cancellation);
        RunResult result = await _threads.RunAsync(() => Train(job, logs, cancellation));
        VersionList before = await registry.ListAsync(job.World.Name, cancellation);
        int? current = before.Published.Current();
        VersionDescription version = before.OfJob(job.Description.Id) ?? await RegisterAsync(job, result, current, cancellation);
        string outcome = await PublishAsync(job, version, cancellation);
        await registry.PruneAsync(job.World.Name, cancellation);
        return (version.Number, outcome);
    }

    /// <inheritdoc/>
    public void Dispose() => _threads.Dispose();

    /// <summary>The segments of the job, which it takes when it first runs: they never change again.</summary>
    private async Task<string[]> LogsOfAsync(Job job, CancellationToken cancellation)
    {
        if (job.Description.Logs is null)
        {
            string[] chosen = [.. Newest(await job.World.Log.SealAsync(cancellation)).Select(path => Path.GetFileName(path))];
            if (chosen.Length == 0) throw new InvalidDataException($"World '{job.World.Name}': expected a log to train on, got none: no step was accepted yet.");
            job.Change(description => description with { Logs = chosen });
        }

        return [.. job.Description.Logs!.Select(name => Path.Combine(job.World.Folder.Log, name))];
    }

    /// <summary>As many of the last segments as there is room for, at least one.</summary>
    private IEnumerable<string> Newest(IReadOnlyList<string> segments)
    {
        long room = options.MostLogMegabytes * 1_000_000L;
        return segments.Reverse().TakeWhile((path, i) => (room -= new FileInfo(path).Length) >= 0 || i == 0).Reverse();
    }

    private RunResult Train(Job job, string[] logs, CancellationToken cancellation)
    {
        RunFolder folder = job.Folder.Run;
        var session = new RunSession { Threads = options.Threads, Cancellation = cancellation, Time = time, Progress = new Reporter(job.Events) };
        if (!folder.HoldsRun) return TrainingRun.Start(folder, new RunRequest { World = job.World.Spec, Logs = logs, Settings = job.World.Settings }, session);
        if (!folder.ReadDescription().Logs.SequenceEqual(logs)) TrainingRun.MoveLogs(folder, logs);     // the data folder has moved
        return TrainingRun.Resume(folder, session);
    }

    private async Task<VersionDescription> RegisterAsync(Job job, RunResult result, int? current, CancellationToken cancellation)
    {
        VersionFolder? opponent = current is { } number ? await registry.OpenAsync(job.World.Name, number, cancellation) : null;
        GateVerdict verdict = await _threads.RunAsync(() => gate.Judge(result.Folder, opponent, current, options.Threads, cancellation));
        var description = new VersionDescription
        {
            Number = 0,
            Job = job.Description.Id,
            CreatedAt = time.GetUtcNow(),
            DataHash = result.Description.DataHash,
            Transitions = result.Description.Transitions,
            MadeBy = result.Description.Version,
            Verdict = verdict,
            Settings = result.Description.Settings,
        };
        return await registry.AddAsync(job.World.Name, description, new VersionFolder(result.Folder.Path), cancellation);
    }

    /// <summary>Publishes where the gate allows it, unless another version has become the current one since.</summary>
    private async Task<string> PublishAsync(Job job, VersionDescription version, CancellationToken cancellation)
    {
        VersionList list = await registry.ListAsync(job.World.Name, cancellation);
        if (list.StateOf(version.Number) != VersionState.Candidate) return $"Version {version.Number} is published: {version.Verdict.Words}.";
        if (version.Verdict.Answer == GateAnswer.Wait) return $"Version {version.Number} waits as a candidate: {version.Verdict.Words}.";
        return await registry.PublishAsync(job.World.Name, new Publication(version.Number, time.GetUtcNow(), Publication.Gate), version.Verdict.Against, cancellation)
            ? $"Version {version.Number} is published: {version.Verdict.Words}."
            : $"Version {version.Number} waits as a candidate: another version was published while it was compared with {(version.Verdict.Against is { } against ? $"version {against}" : "none")}.";
    }

    /// <summary>Passes on what happens in a run.</summary>
    private sealed class Reporter(JobEvents events) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is StageAdvanced advance) events.Tell(new JobProgressed(advance));
            else if (value is RunWarning warning) events.Tell(new JobWarned(warning.Message));
        }
    }
}
