using FsCheck.Xunit;
using WorldGan.Rollouts;
using WorldGan.Tests.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

[Properties(Arbitrary = [typeof(RolloutCases)])]
public class RolloutEngineTests
{
    [Property]
    internal void The_same_seed_gives_the_same_bits(RolloutCase c) => RolloutAssert.Same(c.Run(), c.Run());

    [Property]
    internal void A_batch_equals_its_rows_run_alone(RolloutCase c)
    {
        RolloutBatch batch = c.Run();
        for (int row = 0; row < batch.Count; row++) RolloutAssert.SameRow(batch, row, c.Run(Rows(c.Starts, [row])), 0);
    }

    [Property]
    internal void Permuting_rows_permutes_results(RolloutCase c, Order order)
    {
        int[] rows = order.Of(c.Rows);
        RolloutBatch batch = c.Run(), permuted = c.Run(Rows(c.Starts, rows));
        for (int i = 0; i < rows.Length; i++) RolloutAssert.SameRow(batch, rows[i], permuted, i);
    }

    [Property]
    internal void The_size_of_a_block_changes_nothing(RolloutCase c, byte blockRows) =>
        RolloutAssert.Same(c.Run(), RolloutEngine.Run(c.World, c.Policy, c.Starts, c.Horizon, 1 + blockRows % 32, threads: 1, default));

    [Property]
    internal void The_number_of_threads_changes_nothing(RolloutCase c, byte threads) =>
        RolloutAssert.Same(c.Run(), RolloutEngine.Run(c.World, c.Policy, c.Starts, c.Horizon, blockRows: 3, 2 + threads % 7, default));

    [Property]
    internal void A_spare_batch_lends_its_memory_and_nothing_that_was_in_it(RolloutCase c, ulong otherSeed, byte moreSteps)
    {
        StartStates others = c.Starts with { Keys = [.. c.Starts.Keys.Select(key => key with { Seed = otherSeed })] };
        RolloutBatch expected = c.Run(), spare = c.Run(others), longer = RolloutEngine.Run(c.World, c.Policy, others, c.Horizon + 1 + moreSteps % 3);
        RolloutBatch lent = RolloutEngine.Run(c.World, c.Policy, c.Starts, c.Horizon, spare: spare);
        RolloutAssert.Same(expected, lent);
        Assert.Same(spare.States, lent.States);
        float[] kept = [.. longer.States];
        RolloutAssert.Same(expected, RolloutEngine.Run(c.World, c.Policy, c.Starts, c.Horizon, spare: longer));
        Same.Bits(kept, longer.States);
    }

    [Property]
    internal void A_trajectory_does_not_feel_the_keys_of_the_others(RolloutCase c, ulong otherSeed)
    {
        StartStates starts = c.Starts;
        StartStates strangers = starts with { Keys = [.. starts.Keys.Select((key, row) => row % 2 == 0 ? key : key with { Seed = otherSeed })] };
        RolloutBatch batch = c.Run(starts), among = c.Run(strangers);
        for (int row = 0; row < batch.Count; row += 2) RolloutAssert.SameRow(batch, row, among, row);
    }

    [Property]
    internal void Every_step_is_the_worlds_answer_to_the_policys_action(RolloutCase c)
    {
        RolloutBatch batch = c.Run();
        for (int row = 0; row < batch.Count; row++)
        {
            RowKey key = batch.Starts[row];
            for (int t = 0; t < batch.Lengths[row]; t++, key = key.Next)
            {
                (int action, float[] next, float reward, Ending ending) = Step(c, key, batch.State(row, t));
                Assert.Equal(action, RolloutAssert.Actions(batch, row)[t]);
                Assert.Equal(RolloutAssert.Bits(next), RolloutAssert.Bits(batch.State(row, t + 1)));
                Assert.Equal(reward, RolloutAssert.Rewards(batch, row)[t]);
                if (t < batch.Lengths[row] - 1) Assert.Equal(Ending.None, ending);
            }
        }
    }

    [Theory]
    [InlineData("cartpole")]
    [InlineData("gears")]
    [InlineData("learned slippery")]
    public void More_rows_than_a_block_on_two_threads_equal_small_blocks_and_one_large_one(string name)
    {
        var c = new RolloutCase(name, "noisy", Rows: 600, Horizon: 5, Seed: 4, Beginnings.Logged);
        RolloutBatch two = RolloutEngine.Run(c.World, c.Policy, c.Starts, c.Horizon, threads: 2);
        RolloutAssert.Same(RolloutEngine.Run(c.World, c.Policy, c.Starts, c.Horizon, blockRows: 7, threads: 1, default), two);
        RolloutAssert.Same(RolloutEngine.Run(c.World, c.Policy, c.Starts, c.Horizon, blockRows: 600, threads: 1, default), two);
        Assert.DoesNotContain(0, two.Lengths);
    }

    [Theory]
    [InlineData("slippery")]
    [InlineData("gears")]
    [InlineData("learned slippery")]
    public void Another_seed_gives_another_future_from_the_same_state(string name)
    {
        var c = new RolloutCase(name, "random", Rows: 20, Horizon: 3, Seed: 4, Beginnings.Logged);
        StartStates other = c.Starts with { Keys = [.. c.Starts.Keys.Select(key => key with { Seed = 5 })] };
        Assert.NotEqual(c.Run().States, c.Run(other).States);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void An_action_outside_the_set_is_refused_with_its_row_and_step(int action)
    {
        var world = TestWorld.Find("gears").World;
        StartStates starts = StartStates.Episodes(world, 5, seed: 1);
        var policy = new FixedPolicy(key => key is { Trajectory: 4, Step: 2 } ? action : 0);
        string message = Assert.Throws<ArgumentException>(() => RolloutEngine.Run(world, policy, starts, 4, blockRows: 2, threads: 2, default)).Message;
        Assert.Equal($"Row 4, step 2: expected an action from 0 to 2 of world 'gears', got {action}.", message);
    }

    [Fact]
    public void Start_states_of_another_width_are_refused() =>
        Assert.Equal("Expected start states of shape [2, 4], got 7 numbers.", Assert.Throws<ArgumentException>(() => Run(new StartStates(new RowKey[2], new float[7]))).Message);

    [Fact]
    public void A_negative_horizon_and_no_threads_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("horizon", () => Run(new StartStates([], []), horizon: -1));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => Run(new StartStates([], []), threads: 0));
    }

    [Fact]
    public void A_cancelled_rollout_says_so()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var c = new RolloutCase("cartpole", "random", 3, 3, 0, Beginnings.Episodes);
        Assert.Throws<OperationCanceledException>(() => RolloutEngine.Run(c.World, c.Policy, c.Starts, 3, 1, cancellation.Token));
    }

    private static RolloutBatch Run(StartStates starts, int horizon = 1, int threads = 1)
    {
        IWorld world = TestWorld.Find("gears").World;
        return RolloutEngine.Run(world, new RandomPolicy(world.Spec), starts, horizon, threads);
    }

    private static StartStates Rows(StartStates starts, int[] rows)
    {
        int width = starts.Count == 0 ? 0 : starts.States.Length / starts.Count;
        return new StartStates([.. rows.Select(row => starts.Keys[row])], [.. rows.SelectMany(row => starts.States.AsSpan(row * width, width).ToArray())]);
    }

    private static (int Action, float[] Next, float Reward, Ending Ending) Step(RolloutCase c, RowKey key, ReadOnlySpan<float> state)
    {
        int[] action = [0];
        float[] next = new float[state.Length], reward = [0];
        Ending[] ending = [Ending.None];
        c.Policy.Act([key], state, action);
        c.World.Step(new StepBatch { Keys = [key], States = state, Actions = action, NextStates = next, Rewards = reward, Endings = ending });
        return (action[0], next, reward[0], ending[0]);
    }
}
