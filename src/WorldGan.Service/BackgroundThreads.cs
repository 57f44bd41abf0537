using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace WorldGan.Service;

/// <summary>
/// Threads of their own for long work, below the priority of those that answer: where both want a processor, the answer gets it. Loops of the library stay
/// on these threads, since they take the scheduler that they are called on.
/// </summary>
internal sealed class BackgroundThreads : TaskScheduler, IDisposable
{
    private const int Niceness = 10;

    private readonly BlockingCollection<Task> _tasks = [];
    private readonly Thread[] _threads;

    /// <param name="name">What they work on.</param>
    /// <param name="count">Number of threads.</param>
    public BackgroundThreads(string name, int count)
    {
        _threads = [.. Enumerable.Range(0, count).Select(i => new Thread(Work) { IsBackground = true, Name = $"{name} {i}", Priority = ThreadPriority.BelowNormal })];
        foreach (Thread thread in _threads) thread.Start();
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => _threads.Length;

    /// <summary>Runs a piece of work on the threads.</summary>
    public Task<T> RunAsync<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this);

    /// <summary>Lets the threads end when they have done what was given to them.</summary>
    public void Dispose() => _tasks.CompleteAdding();

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _tasks.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => Array.IndexOf(_threads, Thread.CurrentThread) >= 0 && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    private void Work()
    {
        if (OperatingSystem.IsLinux()) _ = SetPriority(0, 0, Niceness);   // of this thread alone: .NET sets no priorities here
        foreach (Task task in _tasks.GetConsumingEnumerable()) TryExecuteTask(task);
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, int who, int niceness);
}
