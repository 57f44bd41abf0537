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
}
