using BenchmarkDotNet.Attributes;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Benchmarks.Logs;

/// <summary>
/// Reads a million transitions of four state variables. The bars: under 2 s from .wglog, under 5 s from .csv, on one core; all episodes
/// held at once take under 200 bytes a transition.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(warmupCount: 1, iterationCount: 5)]
public class LogReadingBenchmarks
{
    private const int Episodes = 5000, StepsPerEpisode = 200;
    private DirectoryInfo _folder = null!;
    private WorldSpec _spec = null!;

    /// <summary>single: numbers as a simulator in single precision gives them, few digits; double: all 17.</summary>
    [Params("single", "double")]
    public string Numbers { get; set; } = "single";

    [GlobalSetup]
    public void WriteLogs()
    {
        _folder = Directory.CreateTempSubdirectory("worldgan-benchmarks-");
        _spec = new WorldSpec
        {
            Name = "cart",
            State = [new StateVariable("x"), new StateVariable("v"), new StateVariable("a"), new StateVariable("w")],
            Actions = [new ActionSpec("left"), new ActionSpec("right")],
        };
        foreach (string form in new[] { "wglog", "csv", "jsonl" }) LogFile.Write(PathOf(form), _spec, Enumerable.Range(0, Episodes).Select(MakeEpisode));
    }

    [GlobalCleanup]
    public void DeleteLogs() => _folder.Delete(recursive: true);

    [Benchmark]
    public long Wglog() => CountSteps("wglog");

    [Benchmark]
    public long Csv() => CountSteps("csv");

    [Benchmark]
    public long Jsonl() => CountSteps("jsonl");

    /// <summary>The memory that is still taken when all episodes of a log are held, in bytes a transition.</summary>
    [Benchmark]
    public double HeldBytesPerTransition()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Episode[] all = [.. LogFile.Read(PathOf("wglog"), _spec)];
        double bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / all.Sum(e => (long)e.Count);
        return bytes < 200 ? bytes : throw new InvalidOperationException($"Expected under 200 bytes a transition, got {bytes}.");
    }

    private long CountSteps(string form) => LogFile.Read(PathOf(form), _spec).Sum(e => (long)e.Count);

    private string PathOf(string form) => Path.Combine(_folder.FullName, "log." + form);

    private Episode MakeEpisode(int number)
    {
        var states = new double[(StepsPerEpisode + 1) * 4];
        for (int i = 0; i < states.Length; i++)
        {
            (uint high, uint low, _, _) = Philox.Block(1, (uint)number, (uint)i, 0, 0);
            double uniform = (high * 4294967296.0 + low) / 18446744073709551616.0;
            states[i] = Numbers == "single" ? (float)uniform : uniform;
        }

        return new Episode
        {
            Id = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            States = states,
            Actions = [.. Enumerable.Range(0, StepsPerEpisode).Select(t => t % 2)],
            Rewards = [.. Enumerable.Repeat(1.0, StepsPerEpisode)],
            Ending = Ending.Terminal,
        };
    }
}
