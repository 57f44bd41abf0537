using FsCheck.Xunit;
using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

[Properties(Arbitrary = [typeof(RolloutCases)])]
public class RolloutBatchTests
{
    // The sums have at most 20 terms of size 2 and are compared in another order of operations.
    private const double Rounding = 1e-12;

    [Property]
    internal void Arrays_have_the_shapes_that_they_promise(RolloutCase c)
    {
        RolloutBatch batch = c.Run();
        Assert.Equal((c.Rows, c.Horizon), (batch.Count, batch.Horizon));
        Assert.Equal(c.Rows * (c.Horizon + 1) * c.Spec.State.Count, batch.States.Length);
        Assert.Equal([c.Rows * c.Horizon, c.Rows * c.Horizon, c.Rows, c.Rows],
            [batch.Actions.Length, batch.Rewards.Length, batch.Lengths.Length, batch.Endings.Length]);
    }

    [Property]
    internal void Every_row_begins_at_its_start_state(RolloutCase c)
    {
        StartStates starts = c.Starts;
        RolloutBatch batch = c.Run(starts);
        Assert.Equal(starts.Keys, batch.Starts);
        Assert.Equal(starts.States, Enumerable.Range(0, c.Rows).SelectMany(row => batch.State(row, 0).ToArray()));
    }

    [Property]
    internal void Horizon_0_holds_the_start_states_alone(RolloutCase c)
    {
        RolloutBatch batch = (c with { Horizon = 0 }).Run();
        Assert.Equal(c.Starts.States, batch.States);
        Assert.All(batch.Endings, ending => Assert.Equal(Ending.None, ending));
        Assert.All(batch.Lengths, length => Assert.Equal(0, length));
    }

    [Property]
    internal void Horizon_1_makes_one_step_or_discards_it(RolloutCase c)
    {
        RolloutBatch batch = (c with { Horizon = 1 }).Run();
        for (int row = 0; row < batch.Count; row++) Assert.Equal(batch.Endings[row] == Ending.Invalid ? 0 : 1, batch.Lengths[row]);
    }

    [Property]
    internal void A_shorter_horizon_gives_the_beginning_of_the_longer_one(RolloutCase c, byte cut)
    {
        int horizon = cut % (c.Horizon + 1);
        RolloutBatch whole = c.Run(), part = (c with { Horizon = horizon }).Run();
        for (int row = 0; row < whole.Count; row++)
        {
            Assert.Equal(Math.Min(horizon, whole.Lengths[row]), part.Lengths[row]);
            Assert.Equal(RolloutAssert.Actions(whole, row)[..horizon].ToArray(), RolloutAssert.Actions(part, row).ToArray());
            Assert.Equal(RolloutAssert.Rewards(whole, row)[..horizon].ToArray(), RolloutAssert.Rewards(part, row).ToArray());
        }
    }

    [Property]
    internal void A_rollout_split_in_two_equals_the_whole(RolloutCase c, byte cut)
    {
        int first = cut % (c.Horizon + 1);
        RolloutBatch whole = c.Run(), head = (c with { Horizon = first }).Run();
        RolloutBatch tail = (c with { Horizon = c.Horizon - first }).Run(head.Unfinished());
        int[] going = [.. Enumerable.Range(0, head.Count).Where(row => head.Endings[row] == Ending.None)];
        Assert.Equal(going.Length, tail.Count);
        for (int i = 0; i < going.Length; i++)
        {
            Assert.Equal(whole.Lengths[going[i]], first + tail.Lengths[i]);
            Assert.Equal(whole.Endings[going[i]], tail.Endings[i]);
            Assert.Equal(RolloutAssert.Actions(whole, going[i])[first..].ToArray(), RolloutAssert.Actions(tail, i).ToArray());
            Assert.Equal(RolloutAssert.Bits(RolloutAssert.Rewards(whole, going[i])[first..]), RolloutAssert.Bits(RolloutAssert.Rewards(tail, i)));
            for (int t = 0; t <= tail.Horizon; t++) Assert.Equal(RolloutAssert.Bits(whole.State(going[i], first + t)), RolloutAssert.Bits(tail.State(i, t)));
        }
    }

    [Property]
    internal void The_return_is_the_discounted_sum_of_the_rewards(RolloutCase c, byte hundredths)
    {
        double discount = hundredths % 101 / 100.0;
        RolloutBatch batch = c.Run();
        for (int row = 0; row < batch.Count; row++)
        {
            double backwards = 0;                          // Horner's scheme, from the last step
            for (int t = batch.Horizon - 1; t >= 0; t--) backwards = RolloutAssert.Rewards(batch, row)[t] + discount * backwards;
            Assert.Equal(backwards, batch.Return(row, discount), Rounding);
        }
    }

    [Property]
    internal void With_discount_1_the_return_is_the_sum_and_with_0_the_first_reward(RolloutCase c)
    {
        RolloutBatch batch = c.Run();
        for (int row = 0; row < batch.Count; row++)
        {
            Assert.Equal(RolloutAssert.Rewards(batch, row).ToArray().Sum(r => (double)r), batch.Return(row, 1), Rounding);
            Assert.Equal(RolloutAssert.Rewards(batch, row).ToArray().FirstOrDefault(), batch.Return(row, 0));
        }
    }

    [Property]
    internal void The_return_of_a_split_rollout_is_the_heads_plus_the_discounted_tails(RolloutCase c, byte cut)
    {
        const double Discount = 0.9;
        int first = cut % (c.Horizon + 1);
        RolloutBatch whole = c.Run(), head = (c with { Horizon = first }).Run();
        RolloutBatch tail = (c with { Horizon = c.Horizon - first }).Run(head.Unfinished());
        for (int row = 0, i = 0; row < whole.Count; row++)
        {
            double rest = head.Endings[row] == Ending.None ? Math.Pow(Discount, first) * tail.Return(i++, Discount) : 0;
            Assert.Equal(whole.Return(row, Discount), head.Return(row, Discount) + rest, Rounding);
        }
    }
}
