using WorldGan.Benchmarks.Measuring;

namespace WorldGan.Benchmarks.Comparing;

/// <summary>Comparisons as a Markdown table under a header that says where, how and with what they were measured.</summary>
/// <param name="report">Where it is written.</param>
/// <param name="peak">Floating-point operations a second that one core can do.</param>
internal sealed class ComparisonTable(Report report, double peak)
{
    public void WriteHeader(PeerProcess peer, int core, int samples, double seconds)
    {
        report.Write($"""
            # WorldGan and PyTorch on one core

            {Machine.Rule}

                {Machine.Command("peers")}

            - Machine: {Machine.Description}. Both sides run on core {core}.
            - Peer: PyTorch {peer.Hello["torch"]} of Python {peer.Hello["python"]}, one thread, {PeerProcess.Environment}. It multiplies two 256 × 256 matrices at {Rates.Digits(peer.MultiplyRate / 1e9)} GFLOP/s.
            - Multiply-add peak: {Rates.Digits(peak / 1e9)} GFLOP/s. A workload's limit is the time of its networks' multiply-adds at that peak; the share of the peak counts them alone.
            - Rates are per second of processor time, medians of {samples} samples of {seconds} s in alternation. The last two columns are ratios by the clock on the wall.
            - PyTorch best is the best of eager, jit.script and jit.trace (in rollouts frozen and optimised for inference). Both sides agreed on the same weights before they were timed.

            """);
        report.WriteHeading("workload", "limit", "PyTorch eager", "PyTorch best", "WorldGan", "ours / eager", "ours / best", "share of peak", "wall: ours / eager", "wall: ours / best");
    }

    public void WriteRow(Comparison c)
    {
        Func<double, string> format = c.Work.Format;
        report.WriteRow(
            c.Work.Name, format(peak / c.Work.FlopsPerUnit), format(c.Eager.CpuRate), $"{format(c.Best.CpuRate)} ({c.BestWay})", format(c.Ours.CpuRate),
            Rates.Digits(c.Ours.CpuRate / c.Eager.CpuRate), Rates.Digits(c.Ours.CpuRate / c.Best.CpuRate), Rates.Percent(c.Ours.CpuRate * c.Work.FlopsPerUnit / peak),
            Rates.Digits(c.Ours.WallRate / c.Eager.WallRate), Rates.Digits(c.Ours.WallRate / c.Best.WallRate));
    }
}
