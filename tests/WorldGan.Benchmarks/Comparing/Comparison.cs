using WorldGan.Benchmarks.Measuring;

namespace WorldGan.Benchmarks.Comparing;

/// <summary>One case measured on both sides; rates are units of the case a second.</summary>
/// <param name="Work">The case.</param>
/// <param name="Ours">WorldGan.</param>
/// <param name="Eager">PyTorch as it is commonly written, the best where there are several ways.</param>
/// <param name="Best">PyTorch at its best, compiled ways included.</param>
/// <param name="BestWay">The name of that way.</param>
/// <param name="Difference">The largest difference between the two sides' numbers.</param>
internal sealed record Comparison(PeerCase Work, Sample Ours, Sample Eager, Sample Best, string BestWay, double Difference)
{
    private const double Tolerance = 1e-4;                 // float sums in another order differ by 1e-6; another function by far more

    /// <summary>Checks that both sides compute the same, warms up, and takes samples in alternation.</summary>
    /// <exception cref="PeerException">The two sides do not compute the same.</exception>
    public static Comparison Run(PeerCase work, PeerProcess peer, int samples, double seconds)
    {
        (string[] ways, double difference) = peer.Load(work);
        if (!(difference <= Tolerance)) throw new PeerException($"{work.Name}: expected both sides to agree to {Tolerance}, got a relative difference of {difference:g3}.");

        Sample.Take(work.Call, 8 * seconds, least: 3);     // long enough for the runtime to optimise what it saw
        foreach (string way in ways) peer.Take(way, 2 * seconds, least: 3);
        var ours = new List<Sample>();
        Dictionary<string, List<Sample>> theirs = ways.ToDictionary(way => way, _ => new List<Sample>());
        for (int i = 0; i < samples; i++)
        {
            ours.Add(Sample.Take(work.Call, seconds));
            foreach (string way in ways) theirs[way].Add(peer.Take(way, seconds));
        }

        (string Way, Sample Rate)[] ranked = [.. theirs.Select(t => (t.Key, Units(t.Value))).OrderByDescending(t => t.Item2.CpuRate)];
        Sample eager = ranked.First(t => t.Way.StartsWith("eager", StringComparison.Ordinal)).Rate;
        return new Comparison(work, Units(ours), eager, ranked[0].Rate, ranked[0].Way, difference);

        Sample Units(List<Sample> rates)
        {
            Sample median = Sample.Median(rates);
            return new Sample(median.CpuRate * work.UnitsPerCall, median.WallRate * work.UnitsPerCall);
        }
    }
}
