using System.Diagnostics;

namespace WorldGan.Benchmarks.Serving.Load;

/// <summary>Connections that ask without a pause, each from a thread of its own, until they are stopped.</summary>
internal sealed class LoadRun
{
    private readonly Thread[] _threads;
    private readonly LatencyHistogram[] _times;
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private volatile bool _stops;
    private Exception? _fault;

    private LoadRun(Uri address, int connections, Func<int, Action<HttpConnection>> requests)
    {
        _times = [.. Enumerable.Range(0, connections).Select(_ => new LatencyHistogram())];
        _threads = [.. Enumerable.Range(0, connections).Select(i => new Thread(() => Drive(address, requests(i), _times[i])) { IsBackground = true })];
        foreach (Thread thread in _threads) thread.Start();
    }

    /// <summary>Begins.</summary>
    /// <param name="address">The service.</param>
    /// <param name="connections">How many ask at the same time.</param>
    /// <param name="requests">Makes what a connection sends again and again, by the connection's number.</param>
    public static LoadRun Start(Uri address, int connections, Func<int, Action<HttpConnection>> requests) => new(address, connections, requests);

    /// <summary>Ends it.</summary>
    /// <returns>Requests a second, and how long each took.</returns>
    /// <exception cref="IOException">The service refused one.</exception>
    public (double PerSecond, LatencyHistogram Times) Stop()
    {
        _stops = true;
        double seconds = _elapsed.Elapsed.TotalSeconds;
        foreach (Thread thread in _threads) thread.Join();
        if (_fault is { } fault) throw new IOException(fault.Message, fault);
        var all = new LatencyHistogram();
        foreach (LatencyHistogram times in _times) all.Add(times);
        return (all.Count / seconds, all);
    }

    private void Drive(Uri address, Action<HttpConnection> ask, LatencyHistogram times)
    {
        try
        {
            using var connection = new HttpConnection(address);
            while (!_stops)
            {
                long begun = Stopwatch.GetTimestamp();
                ask(connection);
                times.AddSince(begun);
            }
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            _fault = e;
        }
    }
}
