using System.Net.Sockets;

namespace WorldGan.Service.Operations;

/// <summary>Tells systemd when the service is ready, that it is alive, and when it stops.</summary>
internal sealed class SystemdNotifier(SystemdSocket socket, TimeProvider time, ILogger<SystemdNotifier> logger) : IHostedLifecycleService, IDisposable
{
    private ITimer? _alive;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Send("READY=1");
        if (socket.Watchdog is { } often) _alive = time.CreateTimer(_ => Send("WATCHDOG=1"), null, often / 2, often / 2);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Send("STOPPING=1");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _alive?.Dispose();

    private void Send(string state)
    {
        try
        {
            socket.Send(state);
        }
        catch (SocketException e)
        {
            logger.SystemdDeaf(e, state);
        }
    }
}
