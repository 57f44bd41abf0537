using System.Runtime.ExceptionServices;

namespace WorldGan.Numerics;

/// <summary>A loop on several threads, those of the task scheduler that it is called on, that fails as a plain loop would: with the exception itself.</summary>
internal static class ParallelLoop
{
    /// <summary>Runs the body for 0 to <paramref name="count"/> - 1, in any order.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two runs of the body, or by the body where nothing else failed.</exception>
    public static void Run(int count, int threads, CancellationToken cancellation, Action<int> body)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation, TaskScheduler = TaskScheduler.Current }, body);
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException) ?? faults.InnerExceptions[0]);
        }
    }
}
