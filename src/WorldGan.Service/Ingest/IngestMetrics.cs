using System.Diagnostics.Metrics;
using WorldGan.Service.Operations;

namespace WorldGan.Service.Ingest;

/// <summary>What comes in, in numbers.</summary>
internal sealed class IngestMetrics
{
    private readonly Counter<long> _accepted, _known, _refused;

    /// <summary>Makes the instruments.</summary>
    public IngestMetrics(IMeterFactory meters, IngestGate gate)
    {
        Meter meter = meters.Create(ServiceMeter.Name);
        _accepted = meter.CreateCounter<long>("worldgan.ingest.steps", "{step}", "Steps that were accepted and are on the disk.");
        _known = meter.CreateCounter<long>("worldgan.ingest.known_steps", "{step}", "Steps that were sent again.");
        _refused = meter.CreateCounter<long>("worldgan.ingest.refused_requests", "{request}", "Requests of which nothing was taken.");
        meter.CreateObservableGauge("worldgan.ingest.queued", () => gate.Bytes, "By", "Bytes of requests that are being read or wait for the disk.");
    }

    /// <summary>Counts the steps of a request.</summary>
    public void Add(WorldName world, Receipt receipt)
    {
        var tag = new KeyValuePair<string, object?>("world", world.Value);
        _accepted.Add(receipt.Accepted, tag);
        _known.Add(receipt.Known, tag);
    }

    /// <summary>Counts a request that was refused.</summary>
    public void Refuse(WorldName world, int status) => _refused.Add(1, new("world", world.Value), new("status", status));
}
