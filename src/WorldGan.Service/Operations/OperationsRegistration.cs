namespace WorldGan.Service.Operations;

/// <summary>Puts the parts of this folder into a host.</summary>
internal static class OperationsRegistration
{
    /// <summary>Adds metrics, by OTLP too where an endpoint is set, and the time that a stop has.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services, OperationsOptions options)
    {
        services.AddSingleton(options).AddMetrics().AddSingleton<PrometheusText>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.StopSeconds));
        if (options.OtlpEndpoint is { } endpoint) services.AddHostedService(_ => new OtlpExport(new Uri(endpoint)));
        return services;
    }

    /// <summary>Adds systemd's notifications and its form of log, where systemd started the program.</summary>
    public static void AddSystemd(this WebApplicationBuilder builder)
    {
        if (SystemdSocket.FromEnvironment() is not { } socket) return;
        builder.Logging.ClearProviders().AddSystemdConsole();
        builder.Services.AddSingleton(socket).AddHostedService<SystemdNotifier>();
    }
}
