using System.Net.Sockets;
using System.Text;

namespace WorldGan.Service.Operations;

/// <summary>The socket at which systemd waits for news of a service (sd_notify(3)): one datagram of lines like <c>READY=1</c>.</summary>
/// <param name="path">Path of the socket; '@' stands for the zero byte of an abstract one.</param>
/// <param name="watchdog">How often at least systemd wants to hear that the service is alive, where it does.</param>
internal sealed class SystemdSocket(string path, TimeSpan? watchdog = null)
{
    /// <summary>How often at least systemd wants to hear that the service is alive, where it does.</summary>
    public TimeSpan? Watchdog { get; } = watchdog;

    /// <summary>The socket that the environment names, or null where systemd did not start the program.</summary>
    public static SystemdSocket? FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } path) return null;
        bool isWatched = long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), out long microseconds) && microseconds > 0;
        return new SystemdSocket(path, isWatched ? TimeSpan.FromMicroseconds(microseconds) : null);
    }

    /// <summary>Tells systemd something.</summary>
    public void Send(string state)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path));
    }
}
