using System.Globalization;
using WorldGan.Benchmarks.Measuring;

namespace WorldGan.Benchmarks.Serving.Load;

/// <summary>What both loads at once do to the memory of the service, over time.</summary>
internal static class MemoryTable
{
    private const int FewestRows = 15, LooksOfRow = 10;

    /// <summary>Loads the service, and writes a row a minute, or fifteen where that is more.</summary>
    /// <param name="report">Where to.</param>
    /// <param name="service">The service, which has a world that answers.</param>
    /// <param name="time">How long.</param>
    /// <param name="actConnections">Connections that ask.</param>
    /// <param name="ingestConnections">Connections that send steps.</param>
    /// <param name="pieces">Requests in which an episode comes.</param>
    public static async Task WriteAsync(Report report, ServiceProcess service, TimeSpan time, int actConnections, int ingestConnections, int pieces = 1)
    {
        int rows = Math.Max(FewestRows, (int)Math.Round(time.TotalMinutes));
        report.Write($"Both at once for {time.TotalMinutes:0.#} minutes, with the steps as .wglog:\n");
        report.WriteHeading("minute", "steps in the log", "resident", "committed by the runtime", "managed heap");
        LoadRun acts = LoadRun.Start(service.Address, actConnections, Requests.Act), steps = LoadRun.Start(service.Address, ingestConnections, connection => Requests.Log(connection, pieces));
        var looks = new List<MemoryLook>();
        for (int row = 1; row <= rows; row++)
        {
            looks.Add(await LookAsync(service, row * time.TotalMinutes / rows, time / rows / LooksOfRow));
            MemoryLook look = looks[^1];
            report.WriteRow(Text(look.Minute), Text(look.Steps / 1e6) + " M", Megabytes(look.Resident), Megabytes(look.Committed), Megabytes(look.Heap));
        }

        (double actRate, LatencyHistogram actTimes) = acts.Stop();
        (double stepRate, LatencyHistogram stepTimes) = steps.Stop();
        report.Write($"\nMeanwhile {Rates.PerSecond(actRate)} actions (99 % within {Rates.Digits(actTimes.At(0.99))} ms) and {Rates.PerSecond(Requests.Steps * stepRate)} steps (99 % of requests within {Rates.Digits(stepTimes.At(0.99))} ms).");
        report.Write("Of each row: the mean of the resident memory, and the least of the managed heap after a collection, since between two full collections it also holds what is garbage.");
        MemoryLook[] settled = [.. looks.Skip(rows / 3)];
        double episodes = (double)pieces * Requests.StepsOfPiece;
        report.Write($"Over the last {settled.Length} rows, slope and its standard error:\n");
        report.WriteHeading("", "a minute", $"an episode of {episodes:0} steps");
        WriteSlope("resident", look => look.Resident);
        WriteSlope("managed heap", look => look.Heap);

        void WriteSlope(string name, Func<MemoryLook, double> bytes)
        {
            (double minute, double minuteError) = Slope(settled, look => look.Minute, bytes);
            (double episode, double episodeError) = Slope(settled, look => look.Steps / episodes, bytes);
            report.WriteRow(name, $"{Signed(minute / (1 << 20))} ± {Rates.Digits(minuteError / (1 << 20))} MB", $"{Signed(episode)} ± {Rates.Digits(episodeError)} B");
        }
    }

    /// <summary>Looks several times until a row has passed.</summary>
    private static async Task<MemoryLook> LookAsync(ServiceProcess service, double minute, TimeSpan pause)
    {
        double resident = 0, heap = double.PositiveInfinity;
        for (int i = 0; i < LooksOfRow; i++)
        {
            await Task.Delay(pause);
            resident += (double)service.ResidentBytes / LooksOfRow;
            heap = Math.Min(heap, await service.MetricAsync("dotnet_gc_last_collection_heap_size_bytes"));
        }

        return new MemoryLook(minute, await service.AcceptedStepsAsync(), resident, await service.MetricAsync("dotnet_gc_last_collection_memory_committed_size_bytes"), heap);
    }

    /// <summary>Slope of the least-squares line, and its standard error.</summary>
    private static (double Slope, double Error) Slope(MemoryLook[] looks, Func<MemoryLook, double> x, Func<MemoryLook, double> y)
    {
        double meanX = looks.Average(x), meanY = looks.Average(y), spread = looks.Sum(look => Math.Pow(x(look) - meanX, 2));
        double slope = looks.Sum(look => (x(look) - meanX) * (y(look) - meanY)) / spread;
        double squares = looks.Sum(look => Math.Pow(y(look) - meanY - (slope * (x(look) - meanX)), 2));
        return (slope, Math.Sqrt(squares / (looks.Length - 2) / spread));
    }

    private static string Signed(double value) => (value < 0 ? "" : "+") + Rates.Digits(value);

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Megabytes(double bytes) => Text(bytes / (1 << 20)) + " MB";

    /// <summary>What the memory was like.</summary>
    private readonly record struct MemoryLook(double Minute, long Steps, double Resident, double Committed, double Heap);
}
