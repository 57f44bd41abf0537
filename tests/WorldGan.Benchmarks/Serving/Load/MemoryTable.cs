using System.Globalization;
using WorldGan.Benchmarks.Measuring;

namespace WorldGan.Benchmarks.Serving.Load;

/// <summary>What both loads at once do to the memory of the service, over time.</summary>
internal static class MemoryTable
{
    private const int Rows = 15;

    public static async Task WriteAsync(Report report, ServiceProcess service, TimeSpan time, int actConnections, int ingestConnections)
    {
        report.Write($"Both at once for {time.TotalMinutes:0.#} minutes, with the steps as .wglog:\n");
        report.WriteHeading("minute", "steps in the log", "resident", "committed by the runtime", "heap after its last collection");
        LoadRun acts = LoadRun.Start(service.Address, actConnections, Requests.Act), steps = LoadRun.Start(service.Address, ingestConnections, Requests.Log);
        for (int row = 0; row <= Rows; row++)
        {
            if (row > 0) await Task.Delay(time / Rows);
            report.WriteRow(
                Text(row * time.TotalMinutes / Rows), Text((await service.AcceptedStepsAsync()) / 1e6) + " M", Megabytes(service.ResidentBytes),
                Megabytes(await service.MetricAsync("dotnet_gc_last_collection_memory_committed_size_bytes")), Megabytes(await service.MetricAsync("dotnet_gc_last_collection_heap_size_bytes")));
        }

        (double actRate, LatencyHistogram actTimes) = acts.Stop();
        (double stepRate, LatencyHistogram stepTimes) = steps.Stop();
        report.Write($"\nMeanwhile {Rates.PerSecond(actRate)} actions (99 % within {Rates.Digits(actTimes.At(0.99))} ms) and {Rates.PerSecond(Requests.Steps * stepRate)} steps (99 % of requests within {Rates.Digits(stepTimes.At(0.99))} ms).");
    }

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Megabytes(double bytes) => Text(bytes / (1 << 20)) + " MB";
}
