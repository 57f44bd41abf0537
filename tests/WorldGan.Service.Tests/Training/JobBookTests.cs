using Microsoft.Extensions.Diagnostics.HealthChecks;
using WorldGan.Service.Training;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Training;

public sealed class JobBookTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly HandTime _time = new();
    private readonly FakeWorld _world;

    public JobBookTests() => _world = new FakeWorld(new DataFolder(_temporary.File("data"))) { AcceptedSteps = 40 };

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_world_has_one_job_that_waits()
    {
        JobBook book = Open();
        Job first = book.Add(_world.Hosted, JobCause.NewData);
        Assert.Same(first, book.Add(_world.Hosted, JobCause.Request));
        first.Change(d => d with { State = JobState.Running });
        Job second = book.Add(_world.Hosted, JobCause.Request);
        Assert.Equal([first, second], book.Of(_world.Hosted));
        Assert.Equal(40, second.Description.AcceptedSteps);
    }

    [Fact]
    public void Jobs_are_there_after_a_restart_and_what_ran_goes_first()
    {
        JobBook before = Open();
        before.Add(_world.Hosted, JobCause.Schedule).Change(d => d with { State = JobState.Running });
        _time.Advance(TimeSpan.FromSeconds(1));
        before.Add(_world.Hosted, JobCause.Request);
        JobBook after = Open();
        Assert.Equal(before.Of(_world.Hosted).Select(Text), after.Of(_world.Hosted).Select(Text));
        Assert.Equal(JobState.Running, after.NextDue()!.Description.State);
    }

    [Fact]
    public void A_job_that_is_to_wait_is_not_due_before_its_time()
    {
        JobBook book = Open();
        book.Add(_world.Hosted, JobCause.Request).Change(d => d with { NotBefore = _time.GetUtcNow().AddSeconds(10) });
        Assert.Null(book.NextDue());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull(book.NextDue());
    }

    [Fact]
    public void A_folder_without_job_json_is_no_job_and_a_wrong_one_has_failed()
    {
        Directory.CreateDirectory(Path.Combine(_world.Hosted.Folder.Jobs, "half"));
        Assert.Empty(Open().Of(_world.Hosted));
        File.WriteAllText(Path.Combine(_world.Hosted.Folder.Jobs, "half", "job.json"), "{\"id\":1}");
        JobBook book = Open();
        JobDescription wrong = Assert.Single(book.Of(_world.Hosted)).Description;
        Assert.Equal(("half", JobState.Failed), (wrong.Id, wrong.State));
        Assert.Contains("job.json(1,7): id: expected text, got 1.", wrong.Outcome, StringComparison.Ordinal);
        Assert.Same(book.Add(_world.Hosted, JobCause.Request), book.NextDue());
    }

    [Fact]
    public void The_last_jobs_that_have_ended_are_kept()
    {
        JobBook book = Open(new TrainingOptions { KeepJobs = 2 });
        for (int i = 0; i < 4; i++)
        {
            book.Add(_world.Hosted, JobCause.Request).Change(d => d with { State = JobState.Done });
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Job waiting = book.Add(_world.Hosted, JobCause.Request);
        string[] last = [.. book.Of(_world.Hosted).Skip(2).Select(job => job.Description.Id)];
        book.Prune(_world.Hosted);
        Assert.Equal(last, book.Of(_world.Hosted).Select(job => job.Description.Id));
        Assert.Equal(last.Order(), Directory.GetDirectories(_world.Hosted.Folder.Jobs).Select(Path.GetFileName).Order());
        Assert.Contains(waiting, book.Of(_world.Hosted));
    }

    [Fact]
    public void What_has_ended_stays_as_it_is()
    {
        Job job = Open().Add(_world.Hosted, JobCause.Request);
        job.Cancel(_time.GetUtcNow());
        Assert.Equal(JobState.Cancelled, job.Description.State);
        job.Change(d => d with { State = JobState.Running });
        Assert.Equal(JobState.Cancelled, Open().Find(_world.Hosted, job.Description.Id)!.Description.State);
        Assert.True(job.Cancellation.IsCancellationRequested);
    }

    /// <summary>Whoever starts a job and cancels it has mended nothing, however many of them there are.</summary>
    [Fact]
    public async Task A_cancelled_job_does_not_hide_that_the_one_before_has_failed()
    {
        JobBook book = Open(new TrainingOptions { KeepJobs = 1 });
        var health = new TrainingHealth(book, _world);
        book.Add(_world.Hosted, JobCause.Request).Change(d => d with { State = JobState.Failed, Outcome = "The disk is full." });
        for (int i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            book.Add(_world.Hosted, JobCause.Request).Cancel(_time.GetUtcNow());
            book.Prune(_world.Hosted);
            HealthCheckResult result = await health.CheckHealthAsync(new());
            Assert.Equal(HealthStatus.Degraded, result.Status);
            Assert.Contains("The disk is full.", result.Description, StringComparison.Ordinal);
        }

        book.Add(_world.Hosted, JobCause.Request).Change(d => d with { State = JobState.Done });
        book.Prune(_world.Hosted);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(new())).Status);
        Assert.Single(book.Of(_world.Hosted));
    }

    [Fact]
    public async Task Who_watches_sees_all_changes_and_then_the_end()
    {
        Job job = Open().Add(_world.Hosted, JobCause.Request);
        JobWatch watch = job.Events.TryWatch(most: 1)!;
        IAsyncEnumerator<JobEvent> events = watch.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        ValueTask<bool> next = events.MoveNextAsync();
        job.Change(d => d with { State = JobState.Running });
        job.Events.Tell(new JobWarned("careful"));
        job.Cancel(_time.GetUtcNow());
        job.Change(d => d with { State = JobState.Done });
        var seen = new List<string>();
        for (; await next; next = events.MoveNextAsync()) seen.Add(events.Current is JobStateChanged changed ? changed.Description.State.ToString() : "warning");
        Assert.Equal(["Running", "warning", "Done"], seen);
        watch.Dispose();
        using JobWatch late = job.Events.TryWatch(most: 1)!;
        Assert.Empty(await late.ReadAllAsync(CancellationToken.None).ToListAsync());
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(3, 120)]
    [InlineData(60, 1800)]
    public void Waits_between_attempts_double_up_to_a_bound(int failures, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), new TrainingOptions().RetryAfter(failures));

    [Theory]
    [InlineData(0, 10_000)]
    [InlineData(50_000, 60_000)]
    [InlineData(1_000_000, 1_100_000)]
    public void More_data_needs_more_new_data(long trained, long due) => Assert.Equal(due, new TrainingOptions().DueAt(trained));

    private static string Text(Job job) => System.Text.Encoding.UTF8.GetString(Worlds.Json.SettingsFile.Format(job.Description));

    private JobBook Open(TrainingOptions? options = null)
    {
        var book = new JobBook(options ?? new TrainingOptions(), _time);
        book.Of(_world.Hosted);
        return book;
    }
}
