using WorldGan.Cli.Display;
using WorldGan.Logs;
using WorldGan.Runs;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Cli;

/// <summary>A demo in its folder: a log of a random policy, and the run that learns from it.</summary>
internal sealed class DemoRun(Terminal terminal, RunFolder folder, bool json)
{
    private readonly TextWriter _story = json ? terminal.Error : terminal.Out;

    private string Log => Path.Combine(folder.Path, "log.wglog");

    public RunResult Run(WorldSpec world, RunSettings settings, int transitions, string? device, int threads)
    {
        IWorld simulator = WorldChoice.RequireSimulator(world);
        var recorder = new Recorder(simulator, new RandomPolicy(world), settings.Seed);
        ClearEarlierDemo();
        folder.ExpectEmpty([Log, Log + ".part"]);
        if (File.Exists(Log)) ExpectOwnLog(world, recorder.Transitions(transitions));
        LogTally tally = LogOutput.Write(terminal, Log, world, recorder.Transitions(transitions), overwrite: true);
        _story.WriteLine(FormattableString.Invariant($"Logged {tally.Steps:N0} transitions of a random policy on {world.Name}, in {tally.Episodes:N0} episodes."));
        _story.WriteLine("From here on only the log is used; the true world comes back for the score.");
        var request = new RunRequest { World = world, Logs = [Log], Settings = settings };
        return RunSessions.Train(terminal, folder, world, device, threads, json, session => TrainingRun.Start(folder, request, session));
    }

    public void WriteNextSteps()
    {
        _story.WriteLine();
        _story.WriteLine($"All of it is in {folder.Path}, and {folder.Report} shows it in a browser. What to try next:");
        _story.WriteLine($"  worldgan imagine {Words.Argument(folder.Path)} --out imagined.csv          futures that never happened, as a log");
        _story.WriteLine($"  worldgan act {Words.Argument(folder.Path)}                                 the policy as a controller: states in, actions out");
        _story.WriteLine("  worldgan inspect my.csv --write-world worlds/mine      your own log");
    }

    /// <summary>A demo that was killed before its run began has left its log, which would be recorded to the same values again. Any other is not ours.</summary>
    private void ExpectOwnLog(WorldSpec world, IEnumerable<Episode> recording)
    {
        using var hash = new LogHash();
        foreach (Episode episode in recording) hash.Add(episode);
        if (LogFile.Hash(Log, world) != hash.ToString())
            throw new IOException($"{Log}: expected no log or that of this demo, got another. Take it away, or choose another folder with --out.");
    }

    /// <summary>Takes away what an earlier demo left here, and nothing else.</summary>
    private void ClearEarlierDemo()
    {
        if (!folder.HoldsRun) return;
        if (!folder.ReadDescription().Logs.SequenceEqual([Path.GetFullPath(Log)]))
            throw new IOException($"{folder.Path}: expected a new folder or that of an earlier demo, got one that holds another run. Choose another with --out.");
        _story.WriteLine($"Replacing the earlier demo in {folder.Path}.");
        folder.Clear();
        File.Delete(Log);
    }
}
