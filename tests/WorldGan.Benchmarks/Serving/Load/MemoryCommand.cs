using System.CommandLine;
using WorldGan.Benchmarks.Measuring;

namespace WorldGan.Benchmarks.Serving.Load;

/// <summary>The verb <c>memory</c>: whether the memory of the service stays flat while it answers and takes steps in.</summary>
internal static class MemoryCommand
{
    private const int ActConnections = 4, IngestConnections = 2;

    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "Minutes of both loads at once.", DefaultValueFactory = _ => 30 };
        var pieces = new Option<int>("--pieces") { Description = $"Requests in which an episode comes, with {Requests.StepsOfPiece} steps of it each: 1 makes many episodes, which the index keeps.", DefaultValueFactory = _ => 1000 };
        var file = new Option<FileInfo?>("--out") { Description = "Also write the table to this file.", HelpName = "file.md" };
        var command = new Command("memory", "Whether the memory of the service stays flat under load.") { minutes, pieces, file };
        command.SetAction(async (parsed, _) =>
        {
            var report = new Report();
            await RunAsync(report, TimeSpan.FromMinutes(Positive(minutes, parsed.GetValue(minutes))), (int)Positive(pieces, parsed.GetValue(pieces)));
            report.Save(parsed.GetValue(file));
        });
        return command;
    }

    private static double Positive(Option option, double value) => value > 0 ? value : throw new InvalidOperationException($"{option.Name}: expected a number above 0, got {value}.");

    private static async Task RunAsync(Report report, TimeSpan time, int pieces)
    {
        report.Write($"""
            # The memory of the service under load

                {Machine.Command($"memory --minutes {time.TotalMinutes:0.#} --pieces {pieces}")}

            - Machine: {Machine.Description}.
            - `worldgan serve` is a process of its own; {ActConnections} connections ask for one state at a time, {IngestConnections} send {Requests.Steps} steps at a time, each waiting for its answer.
              An episode has {(long)pieces * Requests.StepsOfPiece} steps.

            """);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("worldgan-memory-");
        try
        {
            ServiceProcess.Prepare(folder.FullName);
            using ServiceProcess service = ServiceProcess.Start(folder.FullName);
            await service.TrainAsync();
            await MemoryTable.WriteAsync(report, service, time, ActConnections, IngestConnections, pieces);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
