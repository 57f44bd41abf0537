using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using WorldGan.Benchmarks.Measuring;

namespace WorldGan.Benchmarks.Serving.Load;

/// <summary>The verb <c>load</c>: how many actions and steps a second the service takes over HTTP, and whether its memory stays flat.</summary>
internal static class LoadCommand
{
    private const int ActConnections = 16, IngestConnections = 4;
    private const string Allocated = "dotnet_gc_heap_total_allocated_bytes_total";
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "Seconds of each row of the first table.", DefaultValueFactory = _ => 10 };
        var minutes = new Option<double>("--minutes") { Description = "Minutes of both loads at once, for the table of memory.", DefaultValueFactory = _ => 1 };
        var file = new Option<FileInfo?>("--out") { Description = "Also write the tables to this file.", HelpName = "file.md" };
        var command = new Command("load", "What the service does under load over HTTP.") { seconds, minutes, file };
        command.SetAction(async (parsed, _) =>
        {
            var report = new Report();
            await RunAsync(report, TimeSpan.FromSeconds(parsed.GetValue(seconds)), TimeSpan.FromMinutes(parsed.GetValue(minutes)));
            report.Save(parsed.GetValue(file));
        });
        return command;
    }

    private static async Task RunAsync(Report report, TimeSpan each, TimeSpan both)
    {
        report.Write($"""
            # The service under load

                {Machine.Command("load")}

            - Machine: {Machine.Description}.
            - `worldgan serve` is a process of its own; the client, on the same cores, has {ActConnections} connections that ask for one state at a time and {IngestConnections} that send {Requests.Steps} steps
              at a time, each waiting for its answer. Steps are acknowledged when they are on the disk.

            """);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("worldgan-load-");
        try
        {
            ServiceProcess.Prepare(folder.FullName);
            using (ServiceProcess service = ServiceProcess.Start(folder.FullName))
            {
                await service.TrainAsync();
                await WriteRatesAsync(report, service, each);
                await MemoryTable.WriteAsync(report, service, both, ActConnections, IngestConnections);
            }

            await WriteStartsAsync(report, folder);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task WriteRatesAsync(Report report, ServiceProcess service, TimeSpan each)
    {
        report.WriteHeading("", "a second", "median", "99 %", "99.9 %", "longest", "processor of the service", "allocated each");
        await MeasureAsync(service, Warmup, ActConnections, Requests.Act);
        report.WriteRow(await RowAsync("act", service, each, ActConnections, Requests.Act));
        string job = await service.BeginTrainingAsync();
        report.WriteRow(await RowAsync("act while training", service, each, ActConnections, Requests.Act));
        await service.CancelAsync(job);
        await MeasureAsync(service, Warmup, IngestConnections, Requests.Log);
        report.WriteRow(await RowAsync("steps as .wglog", service, each, IngestConnections, Requests.Log, Requests.Steps));
        await MeasureAsync(service, Warmup, IngestConnections, Requests.JsonLines);
        report.WriteRow(await RowAsync("steps as JSON lines", service, each, IngestConnections, Requests.JsonLines, Requests.Steps));
        report.Write("");
    }

    private static async Task WriteStartsAsync(Report report, DirectoryInfo folder)
    {
        report.Write("");
        report.WriteHeading("start", "steps in the log", "seconds until it serves");
        report.WriteRow(await StartAsync("after kill -9: the last segment is read", folder));
        report.WriteRow(await StartAsync("all segments have an index", folder));
        foreach (FileInfo index in folder.GetFiles("*.index", SearchOption.AllDirectories)) index.Delete();
        report.WriteRow(await StartAsync("no segment has one: all are read", folder));
    }

    private static async Task<string[]> StartAsync(string name, DirectoryInfo folder)
    {
        long begun = Stopwatch.GetTimestamp();
        using ServiceProcess service = ServiceProcess.Start(folder.FullName);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begun);
        double steps = await service.AcceptedStepsAsync();
        return [name, Rates.Digits(steps / 1e6) + " M", Rates.Digits(elapsed.TotalSeconds)];
    }

    private static async Task<(double PerSecond, LatencyHistogram Times)> MeasureAsync(ServiceProcess service, TimeSpan time, int connections, Func<int, Action<HttpConnection>> requests)
    {
        LoadRun load = LoadRun.Start(service.Address, connections, requests);
        await Task.Delay(time);
        return load.Stop();
    }

    private static async Task<string[]> RowAsync(string name, ServiceProcess service, TimeSpan time, int connections, Func<int, Action<HttpConnection>> requests, int each = 1)
    {
        TimeSpan before = service.ProcessorTime;
        double allocated = await service.MetricAsync(Allocated);
        (double rate, LatencyHistogram times) = await MeasureAsync(service, time, connections, requests);
        double cores = (service.ProcessorTime - before) / time, bytes = (await service.MetricAsync(Allocated) - allocated) / times.Count / each;
        return [name, Rates.PerSecond(each * rate), Text(times.At(0.5)), Text(times.At(0.99)), Text(times.At(0.999)), Text(times.Longest), string.Create(CultureInfo.InvariantCulture, $"{cores:0.00} cores"), string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B")];
    }

    private static string Text(double milliseconds) => Rates.Digits(milliseconds) + " ms";
}
