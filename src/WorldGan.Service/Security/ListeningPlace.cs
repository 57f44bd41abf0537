using WorldGan.Service.Operations;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Security;

/// <summary>Where the service may listen: on this machine, or with keys anywhere.</summary>
internal static class ListeningPlace
{
    /// <summary>Checks the addresses of a configuration.</summary>
    /// <exception cref="ArgumentException">One is reached from elsewhere, and there are no keys.</exception>
    public static void Expect(IConfiguration configuration, DataFolder data)
    {
        string? open = Urls(configuration).FirstOrDefault(url => !LocalAddress.IsLocal(url));
        if (open is not null && !HasKey(data))
            throw new ArgumentException($"urls: expected an address of this machine such as http://127.0.0.1:5080, since the service has no keys, got '{open}'. 'worldgan key' makes a key.");
    }

    /// <summary>Whether there is a key. A file that cannot be read stops the start in any case, with its own fault.</summary>
    private static bool HasKey(DataFolder data)
    {
        try
        {
            return File.Exists(data.Keys) && SettingsFile.Read<KeyFile>(data.Keys).Keys.Count > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return true;
        }
    }

    /// <summary>Says where keys can be read on their way.</summary>
    public static void Warn(IEnumerable<string> urls, ILogger log)
    {
        foreach (string url in urls)
            if (!LocalAddress.IsLocal(url) && url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) log.KeysReadable(url);
    }

    private static IEnumerable<string> Urls(IConfiguration configuration)
    {
        string[] listed = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        IEnumerable<string> configured = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "");
        IEnumerable<string> ports = new[] { "http_ports", "https_ports" }.Where(key => !string.IsNullOrEmpty(configuration[key])).Select(key => $"http://*:{configuration[key]}");
        return [.. listed, .. configured, .. ports];
    }
}
