using WorldGan.Service.Hosting;

namespace WorldGan.Service.Acting;

/// <summary>Imagines futures for one question after the other, on threads below the priority of those that act. What cannot wait is sent away.</summary>
internal sealed class FutureQueue(ActingOptions options) : IDisposable
{
    private readonly BackgroundThreads _threads = new("futures", options.FutureThreads);
    private int _inside;

    /// <summary>Works on a question when it is its turn.</summary>
    /// <exception cref="ProblemException">Too many are waiting (429).</exception>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref _inside) > options.FutureThreads + options.WaitingFutures)
                throw new ProblemException(429, $"Expected at most {options.WaitingFutures} questions about futures to wait, got one more.") { RetryAfterSeconds = 1 };
            return await _threads.RunAsync(() =>
            {
                cancellation.ThrowIfCancellationRequested();
                return work();
            });
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _threads.Dispose();
}
