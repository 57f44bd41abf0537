using System.Text.Json.Nodes;

namespace WorldGan.Benchmarks.Devices;

/// <summary>One case as it was measured; rates are transitions or steps a second by the clock on the wall.</summary>
/// <param name="Case">What was measured.</param>
/// <param name="Ours">WorldGan on the device.</param>
/// <param name="Replayed">The same as a CUDA graph; null where there is none.</param>
/// <param name="OnCpu">WorldGan's engine on the CPU; null where it was not wanted.</param>
/// <param name="Peers">PyTorch, by way.</param>
/// <param name="Failed">Why a way of PyTorch, or our graph, was not measured.</param>
/// <param name="Difference">The largest relative difference between the two sides' numbers.</param>
internal sealed record DeviceResult(DeviceCase Case, double Ours, double? Replayed, double? OnCpu, IReadOnlyDictionary<string, double> Peers, IReadOnlyDictionary<string, string> Failed, double Difference)
{
    private const string Eagerly = "eager", Bare = "bare ";

    /// <summary>PyTorch as it is commonly written, doing all that WorldGan does.</summary>
    public double? Eager => Peers.TryGetValue(Eagerly, out double rate) ? rate : null;

    /// <summary>PyTorch's best way of doing all that WorldGan does.</summary>
    public (string Way, double Rate)? Best => BestOf(way => !way.StartsWith(Bare, StringComparison.Ordinal));

    /// <summary>PyTorch's best way of doing the generator alone: no bounds, no ends, given actions.</summary>
    public (string Way, double Rate)? BestBare => BestOf(way => way.StartsWith(Bare, StringComparison.Ordinal));

    public double ShareOf(double multiplyRate) => Ours * Case.Work.FlopsPerUnit / multiplyRate;

    public JsonObject ToJson(double? multiplyRate) => new()
    {
        ["case"] = Case.Work.Name,
        ["unitsPerCall"] = Case.Work.UnitsPerCall,
        ["flopsPerUnit"] = Case.Work.FlopsPerUnit,
        ["limit"] = multiplyRate / Case.Work.FlopsPerUnit,
        ["ours"] = Ours,
        ["replayed"] = Replayed,
        ["cpuEngine"] = OnCpu,
        ["shareOfLimit"] = multiplyRate is { } rate ? ShareOf(rate) : null,
        ["difference"] = Difference,
        ["pytorch"] = new JsonObject([.. Peers.Select(peer => KeyValuePair.Create(peer.Key, (JsonNode?)peer.Value))]),
        ["failed"] = new JsonObject([.. Failed.Select(fault => KeyValuePair.Create(fault.Key, (JsonNode?)fault.Value))]),
    };

    private (string Way, double Rate)? BestOf(Func<string, bool> counts) =>
        Peers.Where(peer => counts(peer.Key)).OrderByDescending(peer => peer.Value).Select(peer => ((string, double)?)(peer.Key, peer.Value)).FirstOrDefault();
}
