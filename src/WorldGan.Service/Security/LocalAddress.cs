using System.Net;

namespace WorldGan.Service.Security;

/// <summary>Which addresses are reached from this machine only.</summary>
internal static class LocalAddress
{
    /// <summary>Whether an address that a server is told to listen on, such as <c>http://127.0.0.1:5080</c>, is reached from this machine only.</summary>
    public static bool IsLocal(string url)
    {
        if (url.Contains("://unix:", StringComparison.OrdinalIgnoreCase)) return true;
        return Uri.TryCreate(url.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal), UriKind.Absolute, out Uri? uri) && IsLocalHost(uri.Host);
    }

    /// <summary>Whether a host's name or address means this machine.</summary>
    public static bool IsLocalHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
