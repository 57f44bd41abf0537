using WorldGan.Policies;
using WorldGan.Policies.Sources;
using WorldGan.Tests.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies.Sources;

public class ExplorerTests
{
    private static readonly TestWorld Gears = TestWorld.Find("gears");

    [Theory]
    [InlineData("gears")]
    [InlineData("endings")]
    [InlineData("learned gears")]
    public void No_two_steps_share_a_key(string name)
    {
        SpyWorld spy = Imagine(TestWorld.Find(name), steps: 200, new PolicyOptions { Rows = 7, BranchSteps = 9 });
        Assert.Equal(1400, spy.Seen.Select(step => step.Key).Distinct().Count());
    }

    [Theory]
    [InlineData("gears")]
    [InlineData("endings")]
    [InlineData("learned slippery")]
    public void A_trajectory_begins_at_a_logged_state_goes_on_where_it_stands_and_stops_at_its_end(string name)
    {
        const int BranchSteps = 5;
        TestWorld test = TestWorld.Find(name);
        var logged = Enumerable.Range(0, test.Data.Count).Select(row => Text(test.Data.State(row).ToArray())).ToHashSet();
        SpyWorld spy = Imagine(test, steps: 100, new PolicyOptions { Rows = 7, BranchSteps = BranchSteps });
        foreach (var trajectory in spy.Seen.GroupBy(step => step.Key.Trajectory).Select(steps => steps.ToArray()))
        {
            Assert.Equal(Enumerable.Range(0, trajectory.Length).Select(t => (uint)t), trajectory.Select(step => step.Key.Step));
            Assert.Contains(Text(trajectory[0].State), logged);
            for (int t = 1; t < trajectory.Length; t++) Assert.Equal(trajectory[t - 1].NextState, trajectory[t].State);
            Assert.All(trajectory[..^1], step => Assert.Equal(Ending.None, step.Ending));
            Assert.InRange(trajectory.Length, 1, BranchSteps);
        }

        Assert.Contains(spy.Seen, step => step.Key.Step == BranchSteps - 1);
    }

    [Fact]
    public void What_was_imagined_is_remembered_but_not_what_is_not_finite()
    {
        TestWorld test = TestWorld.Find("endings");
        var replay = new Replay(1000, 2);
        SpyWorld spy = Imagine(test, steps: 50, new PolicyOptions { Rows = 10 }, replay);
        var kept = spy.Seen.Where(step => step.Ending != Ending.Invalid).ToArray();
        Assert.InRange(kept.Length, 1, spy.Seen.Count - 1);
        // The spy stands before the check of a step's numbers, so that it still sees those that the world kept quiet about.
        Assert.InRange(replay.Count, 1, kept.Length - 1);
        for (int i = 0; i < replay.Count; i++)
        {
            Assert.True(float.IsFinite(replay.StepAt(i).Reward));
            Assert.All(replay.NextStateAt(i).ToArray(), value => Assert.True(float.IsFinite(value)));
        }
    }

    [Fact]
    public void A_transition_is_remembered_as_it_was()
    {
        var replay = new Replay(1000, 4);
        SpyWorld spy = Imagine(Gears, steps: 50, new PolicyOptions { Rows = 3 }, replay);
        Assert.Equal(150, replay.Count);
        for (int i = 0; i < replay.Count; i++)
        {
            Assert.Equal((spy.Seen[i].Action, spy.Seen[i].Ending), (replay.StepAt(i).Action, replay.StepAt(i).Ending));
            Assert.Equal(spy.Seen[i].State, replay.StateAt(i).ToArray());
            Assert.Equal(spy.Seen[i].NextState, replay.NextStateAt(i).ToArray());
        }
    }

    [Fact]
    public void Exploration_is_the_share_of_random_actions()
    {
        QPolicy policy = Fresh.Policy(Gears.Data, members: 1);
        foreach (double exploration in new[] { 0, 0.5, 1 })
        {
            SpyWorld spy = Imagine(Gears, steps: 300, new PolicyOptions { Rows = 10, Exploration = exploration });
            var own = new int[spy.Seen.Count];
            policy.Act(new RowKey[own.Length], spy.Seen.SelectMany(step => step.State).ToArray(), own);
            double agree = spy.Seen.Zip(own).Count(pair => pair.First.Action == pair.Second) / (double)own.Length;
            // Of three random actions one is the policy's own; six standard deviations of 3000 draws.
            Assert.Equal(1 - exploration * 2 / 3, agree, 0.055);
        }
    }

    [Fact]
    public void In_a_simulator_trajectories_are_episodes_from_their_beginnings_to_their_ends()
    {
        TestWorld test = TestWorld.Find("cartpole");
        SpyWorld spy = Imagine(test, steps: 600, new PolicyOptions { Source = PolicySource.Simulator, Rows = 4, Exploration = 0.1 });
        foreach (var trajectory in spy.Seen.GroupBy(step => step.Key.Trajectory).Select(steps => steps.ToArray()))
        {
            var first = new float[4];
            test.World.Reset([trajectory[0].Key], first);
            Assert.Equal(first, trajectory[0].State);
            Assert.Equal(Enumerable.Range(0, trajectory.Length).Select(t => (uint)t), trajectory.Select(step => step.Key.Step));
            Assert.All(trajectory[..^1], step => Assert.Equal(Ending.None, step.Ending));
            Assert.InRange(trajectory.Length, 1, test.World.Spec.StepLimit!.Value);
        }

        Assert.Contains(spy.Seen, step => step.Ending == Ending.Terminal);
    }

    [Fact]
    public void Branches_grow_from_the_first_length_to_the_last()
    {
        SpyWorld spy = Imagine(Gears, steps: 400, new PolicyOptions { Rows = 5, FirstBranchSteps = 2, BranchSteps = 12 });
        int[] lengths = [.. spy.Seen.GroupBy(step => step.Key.Trajectory).Select(steps => steps.Count())];
        Assert.Equal(2, lengths[..20].Max());
        Assert.Equal(12, lengths.Max());
        Assert.InRange(lengths[(lengths.Length / 2)..].Average(), lengths[..(lengths.Length / 2)].Average() + 1, 12);
    }

    [Fact]
    public void Exploration_changes_over_the_first_tenth()
    {
        SpyWorld spy = Imagine(Gears, steps: 1000, new PolicyOptions { Rows = 10, FirstExploration = 1, Exploration = 0 });
        QPolicy policy = Fresh.Policy(Gears.Data, members: 1);
        var own = new int[spy.Seen.Count];
        policy.Act(new RowKey[own.Length], spy.Seen.SelectMany(step => step.State).ToArray(), own);
        bool[] agree = [.. spy.Seen.Zip(own).Select(pair => pair.First.Action == pair.Second)];
        // Half of the actions are random on average, of which one in three is the policy's own; six standard deviations of 1000 draws.
        Assert.Equal(2 / 3.0, agree[..1000].Average(a => a ? 1.0 : 0), 0.09);
        Assert.All(agree[1000..], Assert.True);
    }

    [Fact]
    public void What_waits_for_its_return_is_kept_where_a_step_is_not_finite()
    {
        TestWorld test = TestWorld.Find("endings");
        Replay single = new(1000, 2), several = new(1000, 2);
        Imagine(test, steps: 50, new PolicyOptions { Rows = 10 }, single);
        Imagine(test, steps: 50, new PolicyOptions { Rows = 10, ReturnSteps = 4, BranchSteps = 50 }, several);
        Assert.InRange(several.Count, single.Count - 40, single.Count);        // at most three a row still wait
        for (int i = 0; i < several.Count; i++)
        {
            Assert.True(float.IsFinite(several.StepAt(i).Reward));
            Assert.All(several.NextStateAt(i).ToArray(), value => Assert.True(float.IsFinite(value)));
        }
    }

    private static SpyWorld Imagine(TestWorld test, int steps, PolicyOptions options, Replay? replay = null)
    {
        var spy = new SpyWorld(test.World);
        var explorer = new Explorer(spy, test.Data, options.Resolved(), seed: 6);
        QPolicy policy = Fresh.Policy(test.Data, members: 1);
        for (int i = 0; i < steps; i++) explorer.Step(policy, replay ?? new Replay(1000, test.Data.Width), (double)i / steps);
        return spy;
    }

    private static string Text(float[] state) => string.Join(' ', state);
}
