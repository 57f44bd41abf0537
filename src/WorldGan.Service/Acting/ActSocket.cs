using System.Net.Sockets;
using WorldGan.Service.Ingest;
using WorldGan.Service.Operations;

namespace WorldGan.Service.Acting;

/// <summary>
/// The same answers over a Unix domain socket, for a robot's control loop: a line <c>{"world":"…","states":[[…]]}</c> gets one line, the answer or
/// <c>{"status":…,"detail":"…"}</c>. Each connection has a thread that waits for nothing else, so no queue stands between a question and its answer.
/// </summary>
internal sealed class ActSocket(ActingOptions options, IWorldCatalogue worlds, ActingWorlds acting, ActMetrics metrics, ILogger<ActSocket> log) : IHostedService, IDisposable
{
    private const int Waiting = 16, PauseMilliseconds = 100;

    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _connections = [];
    private volatile bool _isStopped;
    private Socket? _listener;

    /// <inheritdoc/>
    /// <exception cref="IOException">Another process listens there, or the place cannot be written.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Socket is not { } path) return Task.CompletedTask;
        _listener = Listen(path);
        log.SocketListens(path);
        new Thread(() => Accept(_listener)) { IsBackground = true, Name = "act socket" }.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (_listener is null) return Task.CompletedTask;
        _isStopped = true;
        _listener.Dispose();
        File.Delete(options.Socket!);
        lock (_lock)
        {
            foreach (Socket connection in _connections) connection.Dispose();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _listener?.Dispose();

    private static Socket Listen(string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (File.Exists(path)) RemoveStale(path);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
            listener.Listen(Waiting);
            return listener;
        }
        catch (Exception e) when (e is SocketException or ArgumentException or UnauthorizedAccessException)
        {
            listener.Dispose();
            throw new IOException($"{path}: expected a place for a Unix domain socket, got: {e.Message}", e);
        }
    }

    /// <summary>A socket that a killed process has left behind answers nobody.</summary>
    private static void RemoveStale(string path)
    {
        if (CanBeRead(path)) throw new IOException($"{path}: expected a place for a Unix domain socket, got a file.");
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            File.Delete(path);
            return;
        }

        throw new IOException($"{path}: expected a free place for a Unix domain socket, got one on which another process listens.");
    }

    /// <summary>A file can be opened, a socket cannot.</summary>
    private static bool CanBeRead(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Accept(Socket listener)
    {
        while (true)
        {
            try
            {
                Socket connection = listener.Accept();
                if (TryAdd(connection)) Begin(connection);
                else connection.Dispose();
            }
            catch (Exception e) when (_isStopped || e is ObjectDisposedException)
            {
                return;
            }
            catch (Exception e) when (e is SocketException or OutOfMemoryException or ThreadStartException)
            {
                Thread.Sleep(PauseMilliseconds);           // the process has no more handles or threads for now
            }
        }
    }

    private bool TryAdd(Socket connection)
    {
        lock (_lock) return _connections.Count < options.SocketConnections && _connections.Add(connection);
    }

    private void Begin(Socket connection)
    {
        try
        {
            new Thread(() => Serve(connection)) { IsBackground = true, Name = "act connection" }.Start();
        }
        catch
        {
            Remove(connection);
            throw;
        }
    }

    private void Remove(Socket connection)
    {
        lock (_lock) _connections.Remove(connection);
        connection.Dispose();
    }

    private void Serve(Socket connection)
    {
        try
        {
            new ActConnection(connection, options.MaxRequestBytes, Find, metrics, log).Run();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the robot, or the service, has gone
        }
        finally
        {
            Remove(connection);
        }
    }

    private ActingWorld Find(string name) => acting.Of(worlds.Require(name));
}
