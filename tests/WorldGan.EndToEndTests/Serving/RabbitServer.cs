using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>A RabbitMQ broker for a test, gone with it: that of WORLDGAN_RABBITMQ (an address), or one of its own in a temporary folder, which listens on this machine only.</summary>
internal sealed class RabbitServer : IDisposable
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server", Names = "/usr/bin/epmd";

    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _processes = [];

    private RabbitServer(string address) => Address = address;

    /// <summary>Where it is, with its user.</summary>
    public string Address { get; }

    /// <summary>Starts one; null where there is none on this machine.</summary>
    public static RabbitServer? Start()
    {
        if (Environment.GetEnvironmentVariable("WORLDGAN_RABBITMQ") is { } address) return new RabbitServer(address);
        if (!File.Exists(Server) || !File.Exists(Names)) return null;
        int[] ports = FreePorts(3);
        var server = new RabbitServer($"amqp://guest:guest@127.0.0.1:{ports[0]}/");
        server.Run(Names, ports, "-port", $"{ports[2]}", "-address", "127.0.0.1");
        server.Run(Server, ports);
        return server;
    }

    /// <summary>Connects as soon as it listens.</summary>
    public async Task<IConnection> ConnectAsync()
    {
        var factory = new ConnectionFactory { Uri = new Uri(Address), AutomaticRecoveryEnabled = false };
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await factory.CreateConnectionAsync();
            }
            catch (BrokerUnreachableException) when (attempt < 600 && _processes.All(process => !process.HasExited))
            {
                await Task.Delay(100);                     // it has no other way to tell
            }
        }
    }

    public void Dispose()
    {
        foreach (Process process in Enumerable.Reverse(_processes))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        _folder.Dispose();
    }

    private void Run(string command, int[] ports, params string[] arguments)
    {
        string home = _folder.File("broker");
        Directory.CreateDirectory(home);
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home };
        foreach ((string name, string value) in new[]
        {
            ("HOME", home), ("RABBITMQ_NODENAME", $"worldgan{ports[0]}@localhost"), ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"), ("RABBITMQ_NODE_PORT", $"{ports[0]}"), ("RABBITMQ_DIST_PORT", $"{ports[1]}"),
            ("ERL_EPMD_PORT", $"{ports[2]}"), ("ERL_EPMD_ADDRESS", "127.0.0.1"), ("RABBITMQ_MNESIA_BASE", Path.Combine(home, "db")), ("RABBITMQ_LOG_BASE", Path.Combine(home, "log")),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(home, "plugins")), ("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
        })
            start.Environment[name] = value;
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners) listener.Dispose();
        return ports;
    }
}
