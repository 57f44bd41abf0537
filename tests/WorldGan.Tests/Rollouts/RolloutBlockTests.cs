using FsCheck.Xunit;
using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

[Properties(Arbitrary = [typeof(RolloutCases)])]
public class RolloutBlockTests
{
    [Property]
    internal void Nothing_is_written_after_a_row_ended(RolloutCase c)
    {
        RolloutBatch batch = c.Run();
        for (int row = 0; row < batch.Count; row++)
        {
            int length = batch.Lengths[row];
            Assert.True(RolloutAssert.Actions(batch, row)[length..].IndexOfAnyExcept(0) < 0);
            Assert.True(RolloutAssert.Rewards(batch, row)[length..].IndexOfAnyExcept(0) < 0);
            for (int t = length + 1; t <= batch.Horizon; t++) Assert.All(batch.State(row, t).ToArray(), value => Assert.Equal(0, value));
        }
    }

    [Property]
    internal void A_row_ends_in_one_of_the_four_ways_or_runs_to_the_horizon(RolloutCase c)
    {
        RolloutBatch batch = c.Run();
        for (int row = 0; row < batch.Count; row++)
        {
            Assert.True(Enum.IsDefined(batch.Endings[row]));
            if (batch.Endings[row] == Ending.None) Assert.Equal(batch.Horizon, batch.Lengths[row]);
            else Assert.InRange(batch.Lengths[row], batch.Endings[row] == Ending.Invalid ? 0 : 1, batch.Horizon);
        }
    }

    [Property]
    internal void The_ending_is_the_worlds_own_or_the_step_limits(RolloutCase c)
    {
        var spy = new SpyWorld(c.World);
        RolloutBatch batch = RolloutEngine.Run(spy, c.Policy, c.Starts, c.Horizon);
        foreach (var last in spy.Seen.GroupBy(step => step.Key.Trajectory).Select(steps => steps.MaxBy(step => step.Key.Step)))
        {
            bool atLimit = last.Key.Step + 1 == c.Spec.StepLimit;
            Ending expected = last.Ending == Ending.None && atLimit ? Ending.TimeLimit : last.Ending;
            Ending got = batch.Endings[(int)last.Key.Trajectory];
            if (got != Ending.Invalid) Assert.Equal(expected, got);
        }
    }

    [Property]
    internal void The_time_limit_ends_a_row_exactly_at_the_step_limit(RolloutCase c)
    {
        RolloutBatch batch = c.Run();
        for (int row = 0; row < batch.Count; row++)
        {
            bool atLimit = batch.Starts[row].Step + batch.Lengths[row] == c.Spec.StepLimit;
            if (batch.Endings[row] == Ending.TimeLimit) Assert.True(atLimit);
            if (atLimit) Assert.NotEqual(Ending.None, batch.Endings[row]);
            Assert.True(batch.Starts[row].Step + batch.Lengths[row] <= c.Spec.StepLimit);
        }
    }

    [Property]
    internal void A_row_that_ended_is_not_asked_again(RolloutCase c)
    {
        var spy = new SpyWorld(c.World);
        RolloutBatch batch = RolloutEngine.Run(spy, c.Policy, c.Starts, c.Horizon);
        var asked = spy.Seen.CountBy(step => step.Key.Trajectory).ToDictionary();
        for (int row = 0; row < batch.Count; row++)
        {
            int discarded = batch.Endings[row] == Ending.Invalid ? 1 : 0;
            Assert.Equal(batch.Lengths[row] + discarded, asked.GetValueOrDefault((uint)row));
        }
    }

    [Property]
    internal void A_step_that_is_not_finite_is_discarded_also_where_the_world_does_not_say_so(ulong seed)
    {
        var c = new RolloutCase("endings", "random", Rows: 60, Horizon: 20, seed, Beginnings.Episodes);
        RolloutBatch batch = c.Run();
        Assert.Contains(Ending.Invalid, batch.Endings);
        Assert.All(batch.States, value => Assert.True(float.IsFinite(value)));
        Assert.All(batch.Rewards, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void All_ways_of_ending_happen_in_these_tests()
    {
        var c = new RolloutCase("endings", "random", Rows: 300, Horizon: 25, Seed: 1, Beginnings.ShortBeforeTheLimit);
        Assert.Equal([Ending.Terminal, Ending.TimeLimit, Ending.LeftSupport, Ending.Invalid], c.Run().Endings.Distinct().Order());
    }

    [Fact]
    public void Without_a_step_limit_only_the_horizon_cuts()
    {
        var world = new EndlessWorld();
        RolloutBatch batch = RolloutEngine.Run(world, new RandomPolicy(world.Spec), StartStates.Episodes(world, 2, seed: 1), horizon: 700);
        Assert.Equal([Ending.None, Ending.None], batch.Endings);
        Assert.Equal([700, 700], batch.Lengths);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    [InlineData(3000)]
    public void Every_step_is_recorded_in_its_place_however_wide_a_state_is(int width)
    {
        const int Horizon = 50;
        var world = new CountingWorld(width);
        var policy = new FixedPolicy(key => (int)(key.Trajectory + key.Step) % 2);
        StartStates starts = StartStates.Episodes(world, 40, seed: 1);
        RolloutBatch batch = RolloutEngine.Run(world, policy, starts, Horizon);
        for (int row = 0; row < batch.Count; row++)
        {
            int length = Math.Min(CountingWorld.LengthOf((uint)row), Horizon);
            Assert.Equal(length, batch.Lengths[row]);
            for (int t = 0; t <= length; t++) Assert.Equal(Enumerable.Range(0, width).Select(j => (float)(row + t + j)), batch.State(row, t).ToArray());
            Assert.Equal(Enumerable.Range(row, length).Select(sum => sum % 2), RolloutAssert.Actions(batch, row)[..length].ToArray());
            Assert.Equal(Enumerable.Range(0, length).Select(t => (float)(row * t)), RolloutAssert.Rewards(batch, row)[..length].ToArray());
        }
    }

    /// <summary>States that count up from the trajectory's number; every third trajectory ends, each at a time of its own.</summary>
    private sealed class CountingWorld(int width) : IWorld
    {
        public WorldSpec Spec { get; } = new() { Name = "counting", State = [.. Enumerable.Range(0, width).Select(j => new StateVariable($"x{j}"))], Actions = [new("even"), new("odd")] };

        public static int LengthOf(uint trajectory) => trajectory % 3 == 0 ? 1 + (int)trajectory : int.MaxValue;

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states)
        {
            for (int row = 0; row < keys.Length; row++)
                for (int j = 0; j < width; j++) states[row * width + j] = keys[row].Trajectory + j;
        }

        public void Step(StepBatch batch)
        {
            for (int i = 0; i < batch.NextStates.Length; i++) batch.NextStates[i] = batch.States[i] + 1;
            for (int row = 0; row < batch.Count; row++)
            {
                RowKey key = batch.Keys[row];
                batch.Rewards[row] = key.Trajectory * key.Step;
                batch.Endings[row] = key.Step + 1 == LengthOf(key.Trajectory) ? Ending.Terminal : Ending.None;
            }
        }
    }

    private sealed class EndlessWorld : IWorld
    {
        public WorldSpec Spec { get; } = new() { Name = "endless", State = [new("x")], Actions = [new("a"), new("b")] };

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => states.Clear();

        public void Step(StepBatch batch)
        {
            batch.States.CopyTo(batch.NextStates);
            batch.Rewards.Clear();
            batch.Endings.Clear();
        }
    }
}
