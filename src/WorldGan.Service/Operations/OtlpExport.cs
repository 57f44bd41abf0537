using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace WorldGan.Service.Operations;

/// <summary>Sends the metrics of the service by OTLP, and what is left of them when it stops.</summary>
/// <param name="endpoint">Where to, such as http://127.0.0.1:4317.</param>
internal sealed class OtlpExport(Uri endpoint) : IHostedService
{
    private MeterProvider? _provider;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter(ServiceMeter.Name, ServiceMeter.Runtime).AddOtlpExporter(exporter => exporter.Endpoint = endpoint).Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _provider?.Dispose();
        return Task.CompletedTask;
    }
}
