using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WorldGan.Service.Hosting;

namespace WorldGan.Cli.Verbs;

/// <summary>Runs the service beside a robot.</summary>
internal static class ServeVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("serve", "Take in trajectories, retrain, publish policies and answer a robot, until stopped.",
            "worldgan serve --data /var/lib/worldgan",
            "worldgan serve --data robots --urls http://127.0.0.1:8080 --set ingest.maxRequestBytes=1000000")
        {
            Details = """
                Options come from appsettings.json in the working folder, section WorldGan, then from the environment (WorldGan__Ingest__MaxRequestBytes), then from --set.
                It listens on this machine only. To listen elsewhere make keys first, with worldgan key; then every request needs one.
                SIGTERM or Ctrl+C stops it, with everything on disk that was acknowledged; so does kill -9.
                """,
        };
        Option<string?> data = new("--data") { Description = "The folder that holds everything the service knows. Default: data.", HelpName = "folder" };
        Option<string?> urls = new("--urls") { Description = $"Where to listen, several with ';' between. Default: {ServiceApplication.DefaultUrl}.", HelpName = "addresses" };
        Option<string[]> set = SharedOptions.Settings("--set", "Options, such as ingest.maxRequestBytes=1000000.");
        verb.Add(data, urls, set);
        verb.SetAction(async (parsed, _) =>
        {
            var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            foreach (string setting in parsed.GetValue(set) ?? []) AddSetting(settings, setting);
            if (parsed.GetValue(data) is { } folder) settings[$"{ServiceConfiguration.Section}:Data"] = folder;
            if (parsed.GetValue(urls) is { } addresses) settings["urls"] = addresses;
            await using WebApplication application = ServiceApplication.Build(settings);
            await application.StartAsync(terminal.Cancellation);
            terminal.Out.WriteLine($"Serving at {string.Join(" and ", application.Urls)}");
            await application.WaitForShutdownAsync(terminal.Cancellation);
            foreach (BackgroundService part in application.Services.GetServices<IHostedService>().OfType<BackgroundService>())
                if (part.ExecuteTask is { IsFaulted: true } failed) await failed;          // a part that failed has stopped the others: that is no stop that somebody wanted
            return ExitCodes.Done;
        });
        return verb;
    }

    private static void AddSetting(Dictionary<string, string?> settings, string setting)
    {
        int equals = setting.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw new UsageException($"--set: expected key=value, got '{setting}'.");
        settings[$"{ServiceConfiguration.Section}:{setting[..equals].Replace('.', ':')}"] = setting[(equals + 1)..];
    }
}
