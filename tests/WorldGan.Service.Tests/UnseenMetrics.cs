using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WorldGan.Service.Ingest;

namespace WorldGan.Service.Tests;

/// <summary>Metrics that nobody looks at.</summary>
internal static class UnseenMetrics
{
    public static IngestMetrics OfIngest() => new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), new IngestGate(new IngestOptions()));
}
