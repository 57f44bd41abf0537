using System.Text;
using WorldGan.Benchmarks.Measuring;

namespace WorldGan.Benchmarks.Comparing;

/// <summary>Comparisons as a Markdown table under a header that says where, how and with what they were measured.</summary>
/// <param name="peak">Floating-point operations a second that one core can do.</param>
internal sealed class ComparisonTable(double peak)
{
    private static readonly string[] Columns =
        ["workload", "limit", "PyTorch eager", "PyTorch best", "WorldGan", "ours / eager", "ours / best", "share of peak", "on the wall: ours / eager", "ours / best"];

    public string Header(PeerProcess peer, int core, int samples, double seconds) => $"""
        # WorldGan and PyTorch on one core

        {Machine.Rule}

        - Machine: {Machine.Description}; both sides on core {core}.
        - Peer: PyTorch {peer.Hello["torch"]} of Python {peer.Hello["python"]}, one thread, {PeerProcess.Environment}; its product of two 256 × 256 matrices: {Rates.Digits((double)peer.Hello["gigaflops"]!)} GFLOP/s.
        - Multiply-add peak: {Rates.Digits(peak / 1e9)} GFLOP/s. The limit of a workload is that of its networks' multiply-adds alone, and so is the share of the peak.
        - Rates are per second of processor time, medians of {samples} samples of {seconds} s in alternation. The last two columns are ratios by the clock on the wall.
        - PyTorch best: the best of eager, jit.script and jit.trace (frozen and optimised for inference in rollouts). Before timing, both sides agreed on the same weights.
        """;

    public string Heading => Row(Columns) + "\n" + Row([.. Columns.Select((_, i) => i == 0 ? "---" : "---:")]);

    public string Row(Comparison c)
    {
        Func<double, string> format = c.Work.Format;
        return Row(c.Work.Name, format(peak / c.Work.FlopsPerUnit), format(c.Eager.CpuRate), $"{format(c.Best.CpuRate)} ({c.BestWay})", format(c.Ours.CpuRate),
            Rates.Digits(c.Ours.CpuRate / c.Eager.CpuRate), Rates.Digits(c.Ours.CpuRate / c.Best.CpuRate), Rates.Percent(c.Ours.CpuRate * c.Work.FlopsPerUnit / peak),
            Rates.Digits(c.Ours.WallRate / c.Eager.WallRate), Rates.Digits(c.Ours.WallRate / c.Best.WallRate));
    }

    private static string Row(params ReadOnlySpan<string> cells)
    {
        var row = new StringBuilder("|");
        foreach (string cell in cells) row.Append($" {cell} |");
        return row.ToString();
    }
}
