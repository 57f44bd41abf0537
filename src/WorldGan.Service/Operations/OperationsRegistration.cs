namespace WorldGan.Service.Operations;

/// <summary>Adds what a program of its own needs beside the service.</summary>
internal static class OperationsRegistration
{
    /// <summary>Adds systemd's notifications and its form of log where systemd started the program, and OTLP where an endpoint is set.</summary>
    public static void AddOperations(this WebApplicationBuilder builder, OperationsOptions options)
    {
        if (SystemdSocket.FromEnvironment() is { } socket)
        {
            builder.Logging.ClearProviders().AddSystemdConsole();
            builder.Services.AddSingleton(socket).AddHostedService<SystemdNotifier>();
        }

        if (options.OtlpEndpoint is { } endpoint) builder.Services.AddHostedService(_ => new OtlpExport(new Uri(endpoint)));
    }
}
