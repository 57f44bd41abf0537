using System.Diagnostics;
using System.Globalization;
using WorldGan.Benchmarks.Measuring;
using WorldGan.Benchmarks.Workloads;
using WorldGan.Datasets;

namespace WorldGan.Benchmarks.Scaling;

/// <summary>What a longer log costs: time before the first step, time of a step, memory.</summary>
internal static class LogScaling
{
    private const int Width = 128;

    public static void Write(Report report, bool quick)
    {
        report.Write($"""
            ## Length of the log, networks of width {Width}

            Simulated transitions of four variables. Preparing is all that happens before the first adversarial step: normalisation, the linear fit and
            its residuals. Peak memory is that of the whole process, from its start to this row. Times of steps are of the processor.

            """);
        report.WriteHeading("transitions", "simulated in", "prepared in", "WGAN-GP iteration", "DQN step", "peak memory");
        foreach (int count in quick ? [10_000, 100_000, 1_000_000] : new[] { 10_000, 100_000, 1_000_000, 10_000_000 }) WriteRow(report, count, quick);
    }

    private static void WriteRow(Report report, int count, bool quick)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        TransitionSet data = CartPoleLog.Record(count);
        double simulated = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var adversarial = new AdversarialWorkload(Width, data);
        double prepared = clock.Elapsed.TotalSeconds;
        Sample iteration = Measure(() => adversarial.Trainer.Step(), quick);
        var dqn = new DqnWorkload(Width, data);
        Sample step = Measure(() => dqn.Trainer.Step(), quick);
        using var self = Process.GetCurrentProcess();
        report.WriteRow(
            count.ToString("N0", CultureInfo.InvariantCulture), $"{Rates.Digits(simulated)} s", $"{Rates.Digits(prepared)} s", Rates.Milliseconds(iteration.CpuRate),
            Rates.Milliseconds(step.CpuRate), $"{self.PeakWorkingSet64 >> 20} MiB");
    }

    private static Sample Measure(Action step, bool quick)
    {
        double seconds = quick ? 0.05 : 0.15;
        Sample.Take(step, 8 * seconds);                    // to warm up
        return Sample.Median([.. Enumerable.Range(0, 5).Select(_ => Sample.Take(step, seconds))]);
    }
}
