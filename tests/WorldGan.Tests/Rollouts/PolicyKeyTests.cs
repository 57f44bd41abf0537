using FsCheck.Xunit;
using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

[Properties(Arbitrary = [typeof(RolloutCases)])]
public class PolicyKeyTests
{
    [Property]
    internal void A_choice_hangs_on_the_rows_own_key_and_state_alone(RolloutCase c, Order order)
    {
        StartStates starts = c.Starts;
        int[] together = Act(c.Policy, starts.Keys, starts.States);
        int width = c.Spec.State.Count;
        foreach (int row in order.Of(c.Rows))
            Assert.Equal(together[row], Act(c.Policy, [starts.Keys[row]], starts.States[(row * width)..((row + 1) * width)])[0]);
    }

    [Property]
    internal void Random_choices_differ_between_seeds_trajectories_and_steps(ulong seed, uint trajectory, uint step)
    {
        var key = new RowKey(seed, trajectory, step);
        foreach (Func<uint, RowKey> other in new Func<uint, RowKey>[]
        {
            i => key with { Seed = seed + i }, i => key with { Trajectory = trajectory + i }, i => key with { Step = step + i },
        })
        {
            // 64 equal choices of three actions come by chance once in 3^63.
            RowKey[] keys = [.. Enumerable.Range(0, 64).Select(i => other((uint)i))];
            var world = TestWorld.Find("gears");
            Assert.True(Act(world.Policy("random"), keys, new float[64 * 4]).Distinct().Count() > 1);
            Assert.True(Act(new NoisyPolicy(new FixedPolicy(_ => 0), 1, world.World.Spec), keys, new float[64 * 4]).Distinct().Count() > 1);
        }
    }

    private static int[] Act(IPolicy policy, RowKey[] keys, float[] states)
    {
        var actions = new int[keys.Length];
        policy.Act(keys, states, actions);
        return actions;
    }
}
