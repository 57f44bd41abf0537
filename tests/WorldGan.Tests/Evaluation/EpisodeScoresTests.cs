using WorldGan.Evaluation;
using WorldGan.Tests.Datasets;
using WorldGan.Tests.Rollouts;
using WorldGan.Tests.WorldModel;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation;

public class EpisodeScoresTests
{
    private static readonly EvaluationOptions Options = new() { Episodes = 7, Seed = 0 };

    [Fact]
    public void Returns_are_undiscounted_sums_of_whole_episodes()
    {
        EpisodeScores scores = Play(new LineWorld(), 1);            // from 0, 0.1, … 0.6 it takes 11, 10, … 5 steps of reward 2
        Assert.Equal(16, scores.Returns.Mean!.Value, 1e-9);
        Assert.Equal(8, scores.MeanSteps, 1e-9);
        Assert.Equal((1.0, 0.0, 0.0), (scores.TerminalShare, scores.TimeLimitShare, scores.LeftSupportShare));
    }

    /// <summary>Each step costs 1 and goes one place on, until the log ends: whoever leaves it has not done with its costs.</summary>
    [Fact]
    public void In_a_learned_world_of_costs_nobody_gains_by_leaving_what_it_knows()
    {
        var drift = new SmallWorld(SmallWorld.SpecOf(new StateVariable("x")) with { StepLimit = 30 }, (state, _, next, ref _) =>
        {
            next[0] = state[0] + 1;
            return (-1, false);
        });
        LearnedWorld world = Tiny.Train(Tiny.Options with { Members = 1, MeanSteps = 0, AdversarialSteps = 0 }, drift.Record(10, 5));
        EpisodeScores scores = Play(world, 1);
        Assert.Equal((1.0, -30.0), (scores.LeftSupportShare, scores.Returns.Mean!.Value));
        Assert.True(scores.MeanSteps < 15);
    }

    [Fact]
    public void The_step_limit_ends_an_episode()
    {
        EpisodeScores scores = Play(new LineWorld(LineWorld.Plain with { StepLimit = 3 }), 1);
        Assert.Equal(new ReturnStatistics(6, 0, 7), scores.Returns);
        Assert.Equal(1, scores.TimeLimitShare);
    }

    [Fact]
    public void Without_a_step_limit_the_stated_horizon_ends_an_episode()
    {
        EpisodeScores scores = EpisodeScores.Play(new LineWorld(LineWorld.Plain with { StepLimit = null }), new ConstantPolicy(1), Options with { HorizonWithoutStepLimit = 4 });
        Assert.Equal(new ReturnStatistics(8, 0, 7), scores.Returns);
        Assert.Equal(1, scores.TimeLimitShare);
    }

    [Fact]
    public void Number_and_seed_of_the_episodes_are_those_of_the_options()
    {
        Assert.Equal(3, EpisodeScores.Play(new LineWorld(), new ConstantPolicy(1), Options with { Episodes = 3 }).Returns.Episodes);
        Assert.NotEqual(Play(new LineWorld(), 1), EpisodeScores.Play(new LineWorld(), new ConstantPolicy(1), Options with { Seed = 3, Episodes = 5 }));
    }

    /// <summary>So long a horizon leaves room for few rows in a batch.</summary>
    [Fact]
    public void Episodes_that_do_not_fit_in_memory_together_are_played_in_parts()
    {
        var world = new SpyWorld(new LineWorld(LineWorld.Plain with { StepLimit = 6_000_000 }));
        Assert.Equal(Play(new LineWorld(), 1), Play(world, 1));
        Assert.True(world.Seen.FindLastIndex(step => step.Key.Trajectory == 0) < world.Seen.FindIndex(step => step.Key.Trajectory == 6), "Expected the first episode to end before the last one begins.");
    }

    [Fact]
    public void Threads_change_nothing() =>
        Assert.Equal(Play(new LineWorld(), 1), EpisodeScores.Play(new LineWorld(), new ConstantPolicy(1), Options, threads: 2));

    [Fact]
    public void What_cannot_be_played_is_missing_from_the_report()
    {
        PolicyReport report = PolicyReport.Measure(null, new LineWorld(), null, LineWorld.Log((0, 5, Ending.Terminal)), Options);
        EpisodeScores random = EpisodeScores.Play(new LineWorld(), new RandomPolicy(new LineWorld().Spec), Options);
        Assert.Equal(new PolicyReport(null, null, new ReturnStatistics(10, 0, 1), null, random), report);
    }

    private static EpisodeScores Play(IWorld world, int action) => EpisodeScores.Play(world, new ConstantPolicy(action), Options);
}
