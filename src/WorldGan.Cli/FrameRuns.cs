using WorldGan.Cli.Display;
using WorldGan.Runs;
using WorldGan.Torch;
using WorldGan.Torch.Images;
using WorldGan.Worlds;

namespace WorldGan.Cli;

/// <summary>The part of train and evaluate that is for worlds of images.</summary>
internal static class FrameRuns
{
    private const string LossOfNumbers = "worldModel.loss=", Loss = "frames.loss=";

    public static int Train(Terminal terminal, TrainCommand command, FoundWorld world)
    {
        if (command.Experts.Length > 0) throw new UsageException("Expected no --expert with a world of images, got one: no policy is learned there yet.");
        string[] settings = [.. command.Settings.Select(setting => setting.StartsWith(LossOfNumbers, StringComparison.Ordinal) ? Loss + setting[LossOfNumbers.Length..] : setting)];
        FrameSettings resolved = WorldChoice.SettingsOf<FrameSettings>(world, command.Seed, settings);
        RunSession session = Session(terminal, command.Device ?? CpuEngine.DeviceName, command.Threads);
        try
        {
            Displays.For(terminal, command.Json).Show(progress =>
            {
                FrameRun.Train(command.Folder, world.Spec, command.Logs, resolved, session with { Progress = progress });
                return true;
            });
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException($"Interrupted: {command.Folder.Path} holds the world as it was then, and worldgan evaluate {Words.Argument(command.Folder.Path)} scores it. A training of images cannot go on; begin anew with another --out.");
        }

        FrameText.WriteTrained(terminal.Out, command.Folder, command.Json);
        return ExitCodes.Done;
    }

    public static int Evaluate(Terminal terminal, RunFolder folder, int threads, bool json)
    {
        RunSession session = Session(terminal, FrameRun.DeviceOf(folder), threads);
        try
        {
            FrameReport report = Displays.For(terminal, json).Show(progress => FrameRun.Evaluate(folder, session with { Progress = progress }));
            FrameText.Write(terminal.Out, folder, report, json);
            return ExitCodes.Done;
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException($"Interrupted: {folder.Path} keeps the scores that it had.");
        }
    }

    private static RunSession Session(Terminal terminal, string device, int threads) =>
        new() { Threads = threads, Cancellation = terminal.Cancellation, Engine = EngineChoice.Open(device, terminal.Error.WriteLine) };
}
