using WorldGan.Benchmarks.Comparing;
using WorldGan.Benchmarks.Measuring;

namespace WorldGan.Benchmarks.Devices;

/// <summary>Measures cases on a device and in PyTorch on the same device, in alternation.</summary>
/// <param name="session">The device.</param>
/// <param name="peer">PyTorch; null where there is none.</param>
/// <param name="samples">Of each side; the median counts.</param>
/// <param name="seconds">Of a sample.</param>
/// <param name="comparesCpu">Whether the engine on the CPU is measured too.</param>
/// <param name="tolerance">Largest relative difference between the two sides' numbers.</param>
internal sealed class DeviceComparison(DeviceSession session, PeerProcess? peer, int samples, double seconds, bool comparesCpu, double tolerance)
{
    private const int CpuSamples = 3;

    private bool _captures = true;                         // until a capture fails: libtorch may not be whole after that

    /// <summary>Checks that both sides compute the same, warms up, and takes samples in alternation.</summary>
    /// <exception cref="PeerException">The two sides do not compute the same, or libtorch stopped.</exception>
    public DeviceResult Run(DeviceCase work)
    {
        (string[] ways, double difference) = peer?.Load(work.Work) ?? ([], 0);
        if (!(difference <= tolerance)) throw new PeerException($"{work.Work.Name}: expected both sides to agree to {tolerance}, got a relative difference of {difference:g3}.");
        var failed = new Dictionary<string, string>();
        Warm(work, ways, failed);
        Action? replay = Captured(work, failed);
        List<Sample> ours = [], replayed = [];
        Dictionary<string, List<Sample>> theirs = ways.Where(way => !failed.ContainsKey(way)).ToDictionary(way => way, _ => new List<Sample>());
        for (int i = 0; i < samples; i++)
        {
            ours.Add(session.Take(work.Work.Call, seconds));
            if (replay is not null) replayed.Add(session.Take(replay, seconds));
            foreach ((string way, List<Sample> taken) in theirs) taken.Add(peer!.Take(way, seconds));
        }

        double units = work.Work.UnitsPerCall;
        return new DeviceResult(work, Sample.Median(ours).WallRate * units, replay is null ? null : Sample.Median(replayed).WallRate * units, OnCpu(work), theirs.ToDictionary(t => t.Key, t => Sample.Median(t.Value).WallRate * units), failed, difference);
    }

    // Compiles, captures, fills caches of memory. A way that fails here is told in the table.
    private void Warm(DeviceCase work, string[] ways, Dictionary<string, string> failed)
    {
        for (int i = 0; i < 3; i++) session.Take(work.Work.Call, seconds);
        foreach (string way in ways)
        {
            try
            {
                peer!.Take(way, seconds, least: 3);
            }
            catch (PeerException e)
            {
                failed[way] = e.Message;
            }
        }
    }

    private Action? Captured(DeviceCase work, Dictionary<string, string> failed)
    {
        if (work.Capture is null || !_captures) return null;
        try
        {
            Action replay = work.Capture();
            session.Take(replay, seconds);
            return replay;
        }
        catch (Exception e) when (e is PeerException or System.Runtime.InteropServices.ExternalException)
        {
            (_captures, failed["WorldGan as a graph"]) = (false, e.Message);
            return null;
        }
    }

    private double? OnCpu(DeviceCase work)
    {
        if (!comparesCpu) return null;
        Sample.Take(work.OnCpu, seconds);
        return Sample.Median([.. Enumerable.Range(0, CpuSamples).Select(_ => Sample.Take(work.OnCpu, seconds))]).WallRate * work.CpuUnitsPerCall;
    }
}
