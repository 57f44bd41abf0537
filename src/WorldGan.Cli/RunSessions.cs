using WorldGan.Cli.Display;
using WorldGan.Runs;
using WorldGan.Worlds;

namespace WorldGan.Cli;

/// <summary>Runs a run under the eyes of the terminal.</summary>
internal static class RunSessions
{
    /// <summary>Does the work with progress on the screen; Ctrl+C becomes a sentence that says how to go on.</summary>
    public static RunResult Run(Terminal terminal, RunFolder folder, WorldSpec world, int threads, bool json, Func<RunSession, RunResult> work)
    {
        var session = new RunSession { Time = TimeProvider.System, Threads = threads, Cancellation = terminal.Cancellation, Simulator = WorldChoice.SimulatorOf(world) };
        try
        {
            return Displays.For(terminal, json).Show(progress => work(session with { Progress = progress }));
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException($"Interrupted: all that was done is saved. Go on with: worldgan train --resume {folder.Path}");
        }
    }
}
