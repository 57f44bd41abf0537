using System.CommandLine;
using WorldGan.Benchmarks.Measuring;

namespace WorldGan.Benchmarks.Comparing;

/// <summary>The verb <c>peers</c>: the same work here and in PyTorch, in alternation on one core.</summary>
internal static class PeersCommand
{
    private const double LeastShareOfPeak = 0.3;           // a tuned BLAS reaches 0.7 and more, the reference BLAS 0.05

    private static readonly Dictionary<string, Func<bool, IEnumerable<Func<PeerCase>>>> Kinds = new()
    {
        ["rollout"] = quick => RolloutCases.Sizes(quick).Select<(int Width, int Rows, int Members), Func<PeerCase>>(s => () => RolloutCases.Create(s.Width, s.Rows, s.Members)),
        ["wgan"] = quick => AdversarialCases.Widths(quick).Select<int, Func<PeerCase>>(width => () => AdversarialCases.Create(width)),
        ["dqn"] = quick => DqnCases.Widths(quick).Select<int, Func<PeerCase>>(width => () => DqnCases.Create(width)),
    };

    public static Command Create()
    {
        var only = new Option<string[]>("--only") { Description = "Only these: rollout, wgan, dqn.", HelpName = "kinds", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. Kinds.Keys]);
        var core = new Option<int>("--cpu") { Description = "The core to run on.", DefaultValueFactory = _ => Environment.ProcessorCount - 1 };
        var quick = new Option<bool>("--quick") { Description = "Fewer sizes and shorter samples: shows that it works, not how fast it is." };
        var python = new Option<string>("--python") { Description = "The Python that has PyTorch.", DefaultValueFactory = _ => "/usr/bin/python3" };
        var file = new Option<FileInfo>("--out") { Description = "Also write the table to this file.", HelpName = "file.md" };
        var command = new Command("peers", "The same work in WorldGan and in PyTorch, in alternation on one core, as a table of ratios.") { only, core, quick, python, file };
        command.SetAction(parsed => Run(parsed.GetValue(only) is { Length: > 0 } kinds ? kinds : [.. Kinds.Keys], parsed.GetValue(core), parsed.GetValue(quick), parsed.GetValue(python)!, parsed.GetValue(file)));
        return command;
    }

    private static void Run(string[] kinds, int core, bool quick, string python, FileInfo? file)
    {
        (int samples, double seconds) = quick ? (3, 0.05) : (7, 0.15);
        Machine.PinTo(core);
        using var peer = new PeerProcess(python);
        double peak = MultiplyAddPeak.Measure(), theirs = (double)peer.Hello["gigaflops"]! * 1e9;
        if (theirs < LeastShareOfPeak * peak)
            throw new PeerException($"PyTorch multiplies at {theirs / peak:p0} of this core's peak: its BLAS is not a fast one, so no ratio would be fair. Install OpenBLAS (Debian: apt install libopenblas0-pthread).");

        var table = new ComparisonTable(peak);
        var lines = new List<string> { table.Header(peer, core, samples, seconds), "", table.Heading };
        Console.WriteLine(string.Join('\n', lines));
        foreach (Func<PeerCase> create in kinds.SelectMany(kind => Kinds[kind](quick)))
        {
            lines.Add(table.Row(Comparison.Run(create(), peer, samples, seconds)));
            Console.WriteLine(lines[^1]);
        }

        if (file is not null) File.WriteAllLines(file.FullName, lines);
    }
}
