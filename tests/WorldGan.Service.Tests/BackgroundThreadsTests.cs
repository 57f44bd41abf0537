namespace WorldGan.Service.Tests;

public class BackgroundThreadsTests
{
    [Fact]
    public async Task Work_runs_on_its_own_threads_and_so_do_its_loops()
    {
        using var threads = new BackgroundThreads("test", 2);
        string?[] names = await threads.RunAsync(() =>
        {
            var seen = new string?[64];
            Parallel.For(0, seen.Length, new ParallelOptions { MaxDegreeOfParallelism = 2, TaskScheduler = TaskScheduler.Current }, i => seen[i] = Thread.CurrentThread.Name);
            return seen;
        });
        Assert.All(names, name => Assert.StartsWith("test ", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_is_that_of_the_work()
    {
        using var threads = new BackgroundThreads("test", 1);
        await Assert.ThrowsAsync<InvalidDataException>(() => threads.RunAsync<int>(() => throw new InvalidDataException("no")));
        Assert.Equal(3, await threads.RunAsync(() => 3));
    }

    /// <summary>The fields behind the name in /proc/self/task/…/stat: the 17th is the niceness.</summary>
    [SkippableFact]
    public async Task On_Linux_they_are_nicer_than_the_others()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        using var threads = new BackgroundThreads("test", 1);
        int own = Niceness();
        Assert.True(await threads.RunAsync(Niceness) > own);
        Assert.Equal(own, await Task.Run(Niceness));

        static int Niceness() => int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ')[16], System.Globalization.CultureInfo.InvariantCulture);
    }
}
