using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class ParallelLoopTests
{
    /// <summary>A host gives long work threads of its own, and no other thread may take part.</summary>
    [Fact]
    public async Task A_loop_stays_on_the_scheduler_that_it_is_called_on()
    {
        TaskScheduler own = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 4).ConcurrentScheduler;
        var seen = new TaskScheduler[100];
        await Task.Factory.StartNew(() => ParallelLoop.Run(seen.Length, threads: 3, CancellationToken.None, i => seen[i] = TaskScheduler.Current), CancellationToken.None, TaskCreationOptions.None, own);
        Assert.All(seen, scheduler => Assert.Same(own, scheduler));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 3)]
    [InlineData(1000, 1)]
    [InlineData(1000, 4)]
    public void Every_number_is_run_once_and_by_a_body_that_serves_one_thread(int count, int threads)
    {
        var runs = new int[count];
        int bodies = 0;
        ParallelLoop.Run(count, threads, CancellationToken.None, () =>
        {
            Interlocked.Increment(ref bodies);
            int thread = Environment.CurrentManagedThreadId;
            return i =>
            {
                Assert.Equal(thread, Environment.CurrentManagedThreadId);
                Thread.SpinWait(1000);                     // so that others come in time to take part
                runs[i]++;
            };
        });
        Assert.All(runs, run => Assert.Equal(1, run));
        Assert.InRange(bodies, 0, threads);
    }

    [Fact]
    public void A_fault_ends_the_loop_as_it_is()
    {
        int runs = 0;
        Assert.Throws<InvalidDataException>(() => ParallelLoop.Run(1_000_000, threads: 2, CancellationToken.None, i =>
        {
            Interlocked.Increment(ref runs);
            if (i == 5) throw new InvalidDataException();
            Thread.Yield();
        }));
        Assert.InRange(runs, 1, 999_999);
    }

    [Fact]
    public void Cancelling_ends_the_loop_between_two_numbers()
    {
        using var source = new CancellationTokenSource();
        int last = -1;
        Assert.ThrowsAny<OperationCanceledException>(() => ParallelLoop.Run(100, threads: 1, source.Token, i =>
        {
            last = i;
            if (i == 7) source.Cancel();
        }));
        Assert.Equal(7, last);
    }
}
