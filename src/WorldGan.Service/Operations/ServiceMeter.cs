namespace WorldGan.Service.Operations;

/// <summary>The meter that all instruments of the service belong to; /metrics and OTLP show what belongs to it.</summary>
internal static class ServiceMeter
{
    /// <summary>Its name.</summary>
    public const string Name = "WorldGan.Service";

    /// <summary>The meter of .NET itself: memory, collections, threads. It is shown beside.</summary>
    public const string Runtime = "System.Runtime";
}
