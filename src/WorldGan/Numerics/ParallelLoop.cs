using System.Runtime.ExceptionServices;

namespace WorldGan.Numerics;

/// <summary>A loop on several threads, those of the task scheduler that it is called on, that fails as a plain loop would: with the exception itself.</summary>
internal static class ParallelLoop
{
    /// <summary>Runs the body for 0 to <paramref name="count"/> - 1, in any order.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two runs of the body, or by the body where nothing else failed.</exception>
    public static void Run(int count, int threads, CancellationToken cancellation, Action<int> body) => Run(count, threads, cancellation, () => body);

    /// <summary>Runs bodies for 0 to <paramref name="count"/> - 1, in any order. Each thread makes one of its own, which can keep buffers, and takes one number at a
    /// time: with whole ranges, as of a plain parallel loop, a thread that begins late leaves the others waiting.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two runs of a body, or by one where nothing else failed.</exception>
    public static void Run(int count, int threads, CancellationToken cancellation, Func<Action<int>> bodyOfThread)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation, TaskScheduler = TaskScheduler.Current };
        int next = -1;
        try
        {
            Parallel.For(0, Math.Min(count, threads), options, (_, state) =>
            {
                Action<int> body = bodyOfThread();
                for (int i; !state.ShouldExitCurrentIteration && (i = Interlocked.Increment(ref next)) < count;)
                    body(i);
            });
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException) ?? faults.InnerExceptions[0]);
        }
    }
}
