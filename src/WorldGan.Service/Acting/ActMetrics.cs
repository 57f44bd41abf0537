using System.Diagnostics.Metrics;
using WorldGan.Service.Operations;

namespace WorldGan.Service.Acting;

/// <summary>How long answers take, and which versions give them.</summary>
internal sealed class ActMetrics
{
    private readonly Histogram<double> _seconds;
    private readonly TimeProvider _time;

    public ActMetrics(IMeterFactory meters, ActingWorlds worlds, TimeProvider time)
    {
        _time = time;
        Meter meter = meters.Create(ServiceMeter.Name);
        _seconds = meter.CreateHistogram("worldgan.act.duration", "s", "Time from a question that is read to its answer.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 3e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 1] });
        meter.CreateObservableGauge("worldgan.version.published", () => worlds.All.Where(world => world.Current is not null)
            .Select(world => new Measurement<int>(world.Current!.Number, new KeyValuePair<string, object?>("world", world.Hosted.Name.Value))), description: "The version that answers.");
    }

    /// <summary>When something begins.</summary>
    public long Now() => _time.GetTimestamp();

    /// <summary>A question was answered.</summary>
    /// <param name="world">Its world.</param>
    /// <param name="begun">What <see cref="Now"/> said when it began.</param>
    public void Answered(WorldName world, long begun) => _seconds.Record(_time.GetElapsedTime(begun).TotalSeconds, new KeyValuePair<string, object?>("world", world.Value));
}
