using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration.Memory;
using WorldGan.Service.Operations;
using WorldGan.Service.Security;

namespace WorldGan.Service.Hosting;

/// <summary>The service as a program of its own: what <c>worldgan serve</c> runs.</summary>
public static class ServiceApplication
{
    /// <summary>Where it listens unless told otherwise: on this machine only.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Four lines and two kilobytes of garbage for each request otherwise.</summary>
    private static readonly KeyValuePair<string, string?>[] Quiet =
    [
        new("Logging:LogLevel:Microsoft.AspNetCore", "Warning"), new("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "None"),
        new("Logging:LogLevel:WorldGan.Service.Security.ApiKeyHandler", "Warning"),         // a line for each request without a key, of which anybody can send as many as he likes
        new("Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host", "Critical"),     // what fails at the start is told in one line by whoever starts it, and not in forty here as well
    ];

    /// <summary>On a console each line says when; the journal of systemd does so itself.</summary>
    private static readonly KeyValuePair<string, string?>[] Timed =
    [
        new("Logging:Console:FormatterName", "simple"),            // unless it is named, its options are not heeded
        new("Logging:Console:FormatterOptions:TimestampFormat", "yyyy-MM-ddTHH:mm:ssZ "), new("Logging:Console:FormatterOptions:UseUtcTimestamp", "true"),
    ];

    /// <summary>Builds the program. Its options come from appsettings.json in the working folder, then the environment, then <paramref name="settings"/>; the last one wins.</summary>
    /// <param name="settings">Keys of the configuration, such as <c>WorldGan:Ingest:MaxRequestBytes</c> and <c>urls</c>.</param>
    /// <exception cref="ArgumentException">Options, addresses or certificates are wrong; the message has a line for each fault.</exception>
    public static WebApplication Build(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Directory.GetCurrentDirectory() });
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = SystemdSocket.FromEnvironment() is null ? [.. Quiet, .. Timed] : Quiet });
        builder.Configuration.AddInMemoryCollection(settings);
        return Build(builder);
    }

    /// <summary>Builds the program from what a builder has.</summary>
    internal static WebApplication Build(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists()) builder.Configuration["urls"] = DefaultUrl;
        ServiceOptions options = new() { Data = builder.Configuration[$"{ServiceConfiguration.Section}:{nameof(ServiceOptions.Data)}"] ?? new ServiceOptions().Data };
        AllFaults.Expect(
        [
            () => options = ServiceConfiguration.Read(builder.Configuration),
            () => ListeningPlace.Expect(builder.Configuration, new DataFolder(options.Data)),
            () => ServerCertificates.Expect(builder.Configuration, builder.Environment.ContentRootPath),
        ]);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxConcurrentConnections = options.Operations.MaxConnections;
        });
        builder.Services.AddWorldGan(options);
        builder.Services.AddProblemDetails();
        ApiDocument.AddTo(builder.Services);
        builder.AddSystemd();

        WebApplication application = builder.Build();
        application.UseExceptionHandler();
        application.UseStatusCodePages();
        application.MapOpenApi();
        application.MapWorldGan();
        application.Lifetime.ApplicationStarted.Register(() => ListeningPlace.Warn(application.Urls, application.Logger));
        return application;
    }
}
