using Microsoft.Extensions.Logging.Abstractions;
using WorldGan.Service.Training;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Training;

public sealed class JobTriggersTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly HandTime _time = new();
    private readonly FakeWorld _world;
    private JobBook _book = null!;

    public JobTriggersTests() => _world = new FakeWorld(new DataFolder(_temporary.File("data")));

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Enough_new_steps_begin_a_job_once()
    {
        JobTriggers triggers = With(new TrainingOptions { NewSteps = 100, NewShare = 0.5 });
        AssertBegins(triggers, at: 99, 0);
        AssertBegins(triggers, at: 100, 1);
        AssertBegins(triggers, at: 1000, 1);                   // it has not ended
        End();
        AssertBegins(triggers, at: 1000, 2);
        End();
        AssertBegins(triggers, at: 1499, 2);
        AssertBegins(triggers, at: 1500, 3);
        Assert.All(_book.Of(_world.Hosted), job => Assert.Equal(JobCause.NewData, job.Description.Cause));
    }

    /// <summary>Else whoever cancels a job would see the next one begin at once.</summary>
    [Fact]
    public void A_job_that_is_cancelled_has_had_its_turn()
    {
        JobTriggers triggers = With(new TrainingOptions { NewSteps = 100, NewShare = 0 });
        AssertBegins(triggers, at: 100, 1);
        _book.Of(_world.Hosted)[^1].Cancel(_time.GetUtcNow());
        AssertBegins(triggers, at: 199, 1);
        AssertBegins(triggers, at: 200, 2);
    }

    [Fact]
    public void A_schedule_begins_jobs_where_there_is_any_new_step()
    {
        JobTriggers triggers = With(new TrainingOptions { NewSteps = 0, EveryHours = 2 });
        AssertBegins(triggers, at: 0, 0);
        AssertBegins(triggers, at: 1, 1);
        End();
        _time.Advance(TimeSpan.FromHours(3));
        AssertBegins(triggers, at: 1, 1);
        AssertBegins(triggers, at: 2, 2);
        End();
        AssertBegins(triggers, at: 3, 2);
        _time.Advance(TimeSpan.FromHours(1.9));
        AssertBegins(triggers, at: 3, 2);
        _time.Advance(TimeSpan.FromHours(0.1));
        AssertBegins(triggers, at: 3, 3);
        Assert.All(_book.Of(_world.Hosted), job => Assert.Equal(JobCause.Schedule, job.Description.Cause));
    }

    [Fact]
    public void Nothing_begins_where_both_are_off()
    {
        JobTriggers triggers = With(new TrainingOptions { NewSteps = 0 });
        AssertBegins(triggers, at: 1_000_000, 0);
    }

    private JobTriggers With(TrainingOptions options)
    {
        _book = new JobBook(options, _time);
        return new JobTriggers(_book, _world, options, _time, NullLogger<JobTriggers>.Instance);
    }

    private void AssertBegins(JobTriggers triggers, long at, int jobs)
    {
        _world.AcceptedSteps = at;
        triggers.Check();
        Assert.Equal(jobs, _book.Of(_world.Hosted).Count);
    }

    private void End() => _book.Of(_world.Hosted)[^1].Change(d => d with { State = JobState.Done });
}
