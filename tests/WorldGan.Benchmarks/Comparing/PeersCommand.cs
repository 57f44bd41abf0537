using System.CommandLine;
using WorldGan.Benchmarks.Measuring;
using WorldGan.Benchmarks.Workloads;

namespace WorldGan.Benchmarks.Comparing;

/// <summary>The verb <c>peers</c>: the same work here and in PyTorch, in alternation on one core.</summary>
internal static class PeersCommand
{
    private const double LeastShareOfPeak = 0.3;           // a tuned BLAS reaches 0.7 and more, the reference BLAS 0.05

    private static readonly string[] Kinds = ["rollout", "wgan", "dqn"];

    public static Command Create()
    {
        var only = new Option<string[]>("--only") { Description = "Only these: rollout, wgan, dqn.", HelpName = "kinds", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => Kinds };
        only.AcceptOnlyFromAmong(Kinds);
        var core = new Option<int>("--cpu") { Description = "The core to run on.", DefaultValueFactory = _ => Environment.ProcessorCount - 1 };
        var quick = new Option<bool>("--quick") { Description = "Fewer sizes and shorter samples: shows that it works, not how fast it is." };
        var python = new Option<string>("--python") { Description = "The Python that has PyTorch.", HelpName = "command", DefaultValueFactory = _ => "/usr/bin/python3" };
        var file = new Option<FileInfo?>("--out") { Description = "Also write the table to this file.", HelpName = "file.md" };
        var command = new Command("peers", "The same work in WorldGan and in PyTorch, in alternation on one core, as a table of ratios.") { only, core, quick, python, file };
        command.SetAction(parsed =>
        {
            var report = new Report();
            Run(report, parsed.GetRequiredValue(only), parsed.GetValue(core), parsed.GetValue(quick), parsed.GetRequiredValue(python));
            report.Save(parsed.GetValue(file));
        });
        return command;
    }

    private static void Run(Report report, string[] kinds, int core, bool quick, string python)
    {
        (int samples, double seconds) = quick ? (3, 0.05) : (7, 0.15);
        Machine.PinTo(core);
        using PeerProcess peer = PeerProcess.Start(python);
        double peak = MultiplyAddPeak.Measure(), share = peer.MultiplyRate / peak;
        if (share < LeastShareOfPeak)
            throw new PeerException($"PyTorch multiplies at {Rates.Percent(share)} of this core's peak, so its BLAS is not a tuned one and no ratio would be fair. Install OpenBLAS (Debian: apt install libopenblas0).");

        var table = new ComparisonTable(report, peak);
        table.WriteHeader(peer, core, samples, seconds);
        foreach (Func<PeerCase> create in kinds.SelectMany(kind => Cases(kind, quick))) table.WriteRow(Comparison.Run(create(), peer, samples, seconds));
    }

    // Built one by one, so that no case takes memory while another is measured.
    private static IEnumerable<Func<PeerCase>> Cases(string kind, bool quick) => kind switch
    {
        "rollout" => RolloutWorkload.Sizes(quick).Select(s => new Func<PeerCase>(() => RolloutCases.Create(s.Width, s.Rows, s.Members))),
        "wgan" => AdversarialCases.Widths(quick).Select(width => new Func<PeerCase>(() => AdversarialCases.Create(width))),
        _ => DqnCases.Widths(quick).Select(width => new Func<PeerCase>(() => DqnCases.Create(width))),
    };
}
