using System.CommandLine;
using WorldGan.Benchmarks.Measuring;

namespace WorldGan.Benchmarks.Scaling;

/// <summary>The verb <c>scaling</c>: rollouts and trainings on more than one thread, and against the length of the log.</summary>
internal static class ScalingCommand
{
    public static Command Create()
    {
        var threads = new Option<int>("--threads") { Description = "Threads to set against one.", DefaultValueFactory = _ => 2 };
        threads.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<int>() < 2) value.AddError("Expected at least 2 for --threads.");
        });
        var quick = new Option<bool>("--quick") { Description = "Fewer sizes and shorter samples, logs of up to a million transitions." };
        var file = new Option<FileInfo?>("--out") { Description = "Also write the tables to this file.", HelpName = "file.md" };
        var command = new Command("scaling", "Speed on one and on several threads, and speed and memory against the length of the log.") { threads, quick, file };
        command.SetAction(parsed =>
        {
            var report = new Report();
            Run(report, parsed.GetValue(threads), parsed.GetValue(quick));
            report.Save(parsed.GetValue(file));
        });
        return command;
    }

    private static void Run(Report report, int threads, bool quick)
    {
        report.Write($"""
            # Scaling

            {Machine.Rule}

                {Machine.Command("scaling")}

            - Machine: {Machine.Description}.
            - Rates on several threads are by the clock on the wall: they say something on an idle machine only. Medians of samples in alternation.

            """);
        LogScaling.Write(report, quick);               // first, while nothing else has made the memory grow
        ThreadScaling.WriteRollouts(report, threads, quick);
        ThreadScaling.WriteTrainings(report, threads, quick);
    }
}
