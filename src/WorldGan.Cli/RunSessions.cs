using WorldGan.Cli.Display;
using WorldGan.Runs;
using WorldGan.Torch;
using WorldGan.Worlds;

namespace WorldGan.Cli;

/// <summary>Runs a run under the eyes of the terminal.</summary>
internal static class RunSessions
{
    /// <summary>Trains with progress on the screen; Ctrl+C becomes a sentence that says how to go on.</summary>
    public static RunResult Train(Terminal terminal, RunFolder folder, WorldSpec world, string? device, int threads, bool json, Func<RunSession, RunResult> work)
    {
        IEngine engine = EngineChoice.Open(device ?? CpuEngine.DeviceName, terminal.Error.WriteLine);
        string saved = engine is CpuEngine ? "all that was done is saved" : "the stages that were done are saved";
        return Run(terminal, world, threads, json, session => work(session with { Engine = engine }), $"Interrupted: {saved}. Go on with: worldgan train --resume {Words.Argument(folder.Path)}");
    }

    /// <summary>Scores with progress on the screen.</summary>
    public static RunResult Evaluate(Terminal terminal, RunFolder folder, WorldSpec world, int threads, bool json, Func<RunSession, RunResult> work) =>
        Run(terminal, world, threads, json, work, $"Interrupted: {folder.Path} keeps the scores that it had.");

    /// <summary>Without progress on the screen.</summary>
    public static RunSession Quiet(Terminal terminal, WorldSpec world, int threads) => new()
    {
        Time = TimeProvider.System,
        Threads = threads,
        Cancellation = terminal.Cancellation,
        Simulator = WorldChoice.SimulatorOf(world),
        Policies = WorldChoice.PoliciesOf(world),
    };

    private static RunResult Run(Terminal terminal, WorldSpec world, int threads, bool json, Func<RunSession, RunResult> work, string wordsOnInterrupt)
    {
        RunSession session = Quiet(terminal, world, threads);
        try
        {
            return Displays.For(terminal, json).Show(progress => work(session with { Progress = progress }));
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException(wordsOnInterrupt);
        }
    }
}
