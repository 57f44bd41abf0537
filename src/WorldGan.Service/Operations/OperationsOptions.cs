using System.ComponentModel.DataAnnotations;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Operations;

/// <summary>How the service runs.</summary>
public sealed record OperationsOptions
{
    /// <summary>Seconds in which a stop is to be done, with what was accepted on disk and running jobs at their checkpoint.</summary>
    [Range(1, 3600)]
    public int StopSeconds { get; init; } = 30;

    /// <summary>Largest body in bytes of a request that is neither a question nor steps, such as a world.json, 1 KiB to 1 GiB; a larger one gets 413.</summary>
    [Range(1 << 10, 1 << 30)]
    public int MaxRequestBytes { get; init; } = 1 << 20;

    /// <summary>Connections that may be open at once over HTTP, 1 to 100,000; a further one is closed at once, unread.</summary>
    [Range(1, 100_000)]
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Where metrics are sent by OTLP, such as <c>http://127.0.0.1:4317</c>; none by default. /metrics shows them in any case.</summary>
    [Address("http://127.0.0.1:4317", "http", "https")]
    public string? OtlpEndpoint { get; init; }
}
