using System.Text.Json;
using System.Text.Json.Nodes;
using WorldGan.Benchmarks.Comparing;
using WorldGan.Benchmarks.Measuring;

namespace WorldGan.Benchmarks.Devices;

/// <summary>Results as a Markdown table and as JSON. Both files are written anew after every case, so that a run which is cut off loses nothing.</summary>
/// <param name="markdown">Where the table goes besides the console.</param>
/// <param name="json">Where the numbers go.</param>
internal sealed class DeviceTable(FileInfo? markdown, FileInfo? json)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Report _report = new();
    private readonly JsonObject _all = [];
    private readonly JsonArray _results = [];
    private double _multiplyRate;                          // of the device in the precision that counts; 0 where nothing says it

    public void WriteHeader(DeviceSession session, PeerProcess? peer, bool allowTf32, int samples, double seconds, int threads)
    {
        JsonObject hello = peer?.Hello ?? [];
        double Rate(string name) => (double?)hello[name] ?? 0;
        (double fp32, double tf32) = (Rate("multiplyRate"), Rate("tf32Rate"));
        _multiplyRate = allowTf32 && tf32 > 0 ? tf32 : fp32;
        string card = (string?)hello["card"] ?? session.Name, precision = allowTf32 ? "TF32" : "fp32";
        (_all["card"], _all["device"], _all["precision"], _all["libtorch"]) = (card, session.Name, precision, TorchSharp.torch.__version__);
        (_all["host"], _all["threads"], _all["peer"], _all["results"]) = (Machine.Description, threads, hello.DeepClone(), _results);
        _report.Write($"""
            # WorldGan and PyTorch on {card}, {precision}

            {Machine.Rule}

            - Device: {card}, `--device {session.Name}`, libtorch {TorchSharp.torch.__version__}. Host: {Machine.Description}; the engine on the CPU has {threads} threads in rollouts, one in training.
            - Peer: {(peer is null ? "none" : $"PyTorch {hello["torch"]} of Python {hello["python"]}, on the same device")}. Products of large matrices there: {Rates.Digits(fp32 / 1e12)} TFLOP/s in fp32{(tf32 > 0 ? $", {Rates.Digits(tf32 / 1e12)} in TF32" : "")}.
            - A workload's limit is the time of its networks' multiply-adds at that rate, in the precision of this table; the share counts them alone.
            - Rates are by the clock on the wall, medians of {samples} samples of {seconds} s in alternation; the device is waited for before and after a sample.
            - PyTorch eager and best do what WorldGan does; bare is the generator alone, its best way. Both sides agreed on the same weights before they were timed.

            """);
        _report.WriteHeading("workload", "limit", "PyTorch eager", "PyTorch best", "PyTorch bare", "WorldGan", "WorldGan as a graph", "ours / eager", "ours / best", "graph / eager", "graph / best", "share of limit", "CPU engine", "ours / CPU engine");
        Save();
    }

    public void WriteRow(DeviceResult result)
    {
        Func<double, string> format = result.Case.Work.Format;
        string Rate(double? rate) => rate is { } real and > 0 ? format(real) : "–";
        string RatioOf(double? ours, double? rate) => ours is { } own && rate is { } real and > 0 ? Rates.Digits(own / real) : "–";
        string Ratio(double? rate) => RatioOf(result.Ours, rate);
        string Named((string Way, double Rate)? way) => way is { } best ? $"{format(best.Rate)} ({best.Way})" : "–";
        _report.WriteRow(
            result.Case.Work.Name, Rate(_multiplyRate / result.Case.Work.FlopsPerUnit), Rate(result.Eager), Named(result.Best), Named(result.BestBare), format(result.Ours), Rate(result.Replayed),
            Ratio(result.Eager), Ratio(result.Best?.Rate), RatioOf(result.Replayed, result.Eager), RatioOf(result.Replayed, result.Best?.Rate), _multiplyRate > 0 ? Rates.Percent(result.ShareOf(_multiplyRate)) : "–", Rate(result.OnCpu), Ratio(result.OnCpu));
        _results.Add(result.ToJson(_multiplyRate > 0 ? _multiplyRate : null));
        foreach ((string way, string reason) in result.Failed) Console.Error.WriteLine($"{result.Case.Work.Name}: the way '{way}' was left out: {reason}");
        Save();
    }

    /// <summary>A case that could not be measured, and why.</summary>
    public void WriteMissing(string name, string reason)
    {
        _report.WriteRow([name, $"not measured: {reason.ReplaceLineEndings(" ").Replace('|', '/')}", .. Enumerable.Repeat("", 12)]);
        _results.Add(new JsonObject { ["case"] = name, ["missing"] = reason });
        Save();
    }

    private void Save()
    {
        _report.Save(markdown);
        if (json is null) return;
        json.Directory!.Create();
        File.WriteAllText(json.FullName, _all.ToJsonString(Indented) + '\n');
    }
}
