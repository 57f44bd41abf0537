using System.Collections.Concurrent;
using WorldGan.Logs;
using WorldGan.Runs;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Cli.Sweeping;

/// <summary>
/// Runs a plan below a folder, a run for each thread at a time. What is there is not done again, so a sweep that was stopped goes
/// on where it was; a run that fails is told and does not keep the others from theirs.
/// </summary>
internal sealed class Sweep(Terminal terminal, SweepPlan plan, string folder, int threads)
{
    private readonly Lock _lock = new();
    private int _done;

    /// <summary>The table that is written after each run.</summary>
    public string TablePath => Path.Combine(folder, "table.md");

    /// <summary>Does what is left to do; returns the number of runs that failed.</summary>
    public int Run()
    {
        IReadOnlyList<SweepCell> cells = plan.Cells();
        RunRequest[] requests = [.. cells.Select(Request)];            // all faults of the plan before any work
        int together = Math.Min(threads, cells.Count);                 // runs side by side waste less than the members of one run do
        int failed = 0;
        OrderablePartitioner<int> inOrder = Partitioner.Create(Enumerable.Range(0, cells.Count), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(inOrder, new ParallelOptions { MaxDegreeOfParallelism = together }, i =>
        {
            if (terminal.Cancellation.IsCancellationRequested || Try(cells, i, requests[i], threads / together)) return;
            Interlocked.Increment(ref failed);
        });
        if (terminal.Cancellation.IsCancellationRequested) throw new InterruptedException($"Interrupted: {folder} keeps what was done. The same command goes on.");
        return failed;
    }

    private bool Try(IReadOnlyList<SweepCell> cells, int i, RunRequest request, int share)
    {
        try
        {
            bool wasThere = Finish(cells[i], request, share);
            lock (_lock)
            {
                terminal.Out.WriteLine($"[{++_done}/{cells.Count}] {cells[i].Name}{(wasThere ? ": done before" : "")}");
                WriteTable(cells);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return true;                                   // told once, at the end
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException or ArgumentException)
        {
            lock (_lock) terminal.Error.WriteLine($"[{++_done}/{cells.Count}] {cells[i].Name} failed: {e.Message}");
            return false;
        }
    }

    private RunRequest Request(SweepCell cell)
    {
        FoundWorld world = WorldChoice.Find(cell.Log.World);
        WorldChoice.RequireSimulator(world.Spec);
        return new RunRequest
        {
            World = world.Spec,
            Logs = [Path.Combine(folder, "logs", $"{world.Spec.Name}-{cell.Log.Policy}-{cell.Log.Transitions}-{cell.Seed}.wglog")],
            Goal = plan.Policy ? RunGoal.Policy : RunGoal.World,
            Settings = WorldChoice.SettingsOf<RunSettings>(world, cell.Seed, [.. cell.Settings.Set]),
        };
    }

    /// <summary>Records, trains and studies what is not there yet; returns whether all was.</summary>
    private bool Finish(SweepCell cell, RunRequest request, int share)
    {
        var run = new RunFolder(Path.Combine(folder, cell.Name));
        RunSession session = RunSessions.Quiet(terminal, request.World, share) with { Progress = new WarningsOf(cell.Name, terminal.Error) };
        bool wasThere = run.Answers(plan.Evaluation);
        Record(request, cell);
        if (wasThere) TrainingRun.ExpectSame(run, request);
        else TrainingRun.StartOrResume(run, request, session);
        if (!run.Answers(plan.Evaluation)) TrainingRun.Evaluate(run, plan.Evaluation, session);
        return wasThere;
    }

    private void Record(RunRequest request, SweepCell cell)
    {
        lock (_lock)
        {
            if (File.Exists(request.Logs[0])) return;
            Directory.CreateDirectory(Path.GetDirectoryName(request.Logs[0])!);
            IWorld simulator = WorldChoice.RequireSimulator(request.World);
            LogFile.Write(request.Logs[0], request.World, new Recorder(simulator, Demonstrator.Find(cell.Log.Policy, simulator), cell.Seed).Transitions(cell.Log.Transitions), overwrite: false);
        }
    }

    /// <summary>Tells the warnings of a run beside its name.</summary>
    private sealed class WarningsOf(string run, TextWriter error) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is not RunWarning warning) return;
            lock (error) error.WriteLine($"{run}: warning: {warning.Message}");
        }
    }

    private void WriteTable(IReadOnlyList<SweepCell> cells)
    {
        var table = new SweepTable();
        foreach (SweepCell cell in cells)
            if (new RunFolder(Path.Combine(folder, cell.Name)) is var run && run.Answers(plan.Evaluation)) table.Add(cell, run.Scores);
        File.WriteAllText(TablePath, table.ToMarkdown());
    }
}
