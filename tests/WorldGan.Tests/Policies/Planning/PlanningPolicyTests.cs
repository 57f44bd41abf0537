using WorldGan.Policies.Planning;
using WorldGan.Rollouts;
using WorldGan.Simulators;
using WorldGan.Tests.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies.Planning;

public class PlanningPolicyTests
{
    private static readonly PlanningOptions Small = new() { Horizon = 20, Population = 32, Iterations = 3, Futures = 1 };

    /// <summary>Left alone, it keeps all four up for 500 steps; as many random plans let two of the first three fall before 190.</summary>
    [Fact]
    public void In_the_true_world_it_balances_the_pole()
    {
        var world = new CartPole();
        double[] returns = Play(world, PlanningPolicy.CrossEntropy(world, Small with { Horizon = 50, Population = 64, Iterations = 4 }, lowestReturn: 0), episodes: 4, mostSteps: 200);
        Assert.All(returns, episode => Assert.True(episode >= 195, $"Expected at least 195, got {episode}."));
    }

    /// <summary>A lock of 16 steps with 6 actions: every right one pays 1, and a wrong one costs what the plan hopes for behind it.</summary>
    [Fact]
    public void The_cross_entropy_method_beats_as_many_random_plans()
    {
        var world = new LockWorld();
        PlanningOptions options = Small with { Horizon = 16, Population = 64, Iterations = 6 };
        double learned = Play(world, PlanningPolicy.CrossEntropy(world, options, 0), episodes: 10).Average();
        double random = Play(world, PlanningPolicy.RandomShooting(world, options, 0), episodes: 10).Average();
        Assert.True(learned > 14 && random < learned - 3, $"Expected the cross-entropy method far above random shooting, got {learned} and {random}.");
    }

    [Fact]
    public void Plans_depend_on_key_and_state_alone()
    {
        var world = new SlipperyCartPole();
        PlanningPolicy one = PlanningPolicy.CrossEntropy(world, Small, 1), many = PlanningPolicy.CrossEntropy(world, Small, 1, threads: 3);
        StartStates starts = StartStates.Episodes(world, 20, seed: 4);
        int[] together = new int[20], parallel = new int[20], alone = new int[20];
        one.Act(starts.Keys, starts.States, together);
        many.Act(starts.Keys, starts.States, parallel);
        for (int row = 0; row < 20; row++) one.Act(starts.Keys.AsSpan(row, 1), starts.States.AsSpan(row * 4, 4), alone.AsSpan(row, 1));
        Assert.Equal(together, parallel);
        Assert.Equal(together, alone);
        Assert.Equal(2, together.Distinct().Count());
    }

    [Fact]
    public void Plans_do_not_know_the_luck_that_is_to_come()
    {
        var world = new CoinWorld();
        double mean = Play(world, PlanningPolicy.RandomShooting(world, Small with { Horizon = 1 }, 0), episodes: 200).Average();
        Assert.InRange(mean, 0.35, 0.65);                  // a plan that knew the coin would always win
    }

    [Fact]
    public void What_leaves_the_support_is_avoided_for_its_pessimistic_value()
    {
        var world = new EdgeWorld();
        Assert.Equal(1, Act(world, lowestReturn: -100));
        Assert.Equal(0, Act(world, lowestReturn: 0));      // nothing worse than 0 can come: the reward of 1 is worth the edge

        static int Act(IWorld world, double lowestReturn)
        {
            var action = new int[1];
            PlanningPolicy.CrossEntropy(world, Small with { Horizon = 3 }, lowestReturn).Act([new RowKey(1, 0, 0)], [0f], action);
            return action[0];
        }
    }

    /// <summary>The value function alone says which way is better where a plan ends after one step.</summary>
    [Fact]
    public void What_comes_behind_a_plan_is_judged_by_the_value_function()
    {
        TestWorld world = TestWorld.Find("cartpole");
        var values = Fresh.Policy(world.Data, members: 2);
        StartStates starts = StartStates.Logged(world.Data, 50, seed: 1);
        int[] got = new int[50];
        PlanningPolicy.RandomShooting(world.World, Small with { Horizon = 1 }, 1, values).Act(starts.Keys, starts.States, got);
        for (int row = 0; row < 50; row++)
        {
            double[] worth = [.. Enumerable.Range(0, 2).Select(action => Worth(starts.States.AsSpan(row * 4, 4), action))];
            if (worth[0] != worth[1]) Assert.Equal(worth[1] > worth[0] ? 1 : 0, got[row]);   // where both end the episode they are the same
        }

        double Worth(ReadOnlySpan<float> state, int action)
        {
            float[] next = new float[4], reward = new float[1], ofActions = new float[2];
            var ending = new Ending[1];
            world.World.Step(new StepBatch { Keys = [default], States = state, Actions = [action], NextStates = next, Rewards = reward, Endings = ending });
            values.Values(next, ofActions);
            return ending[0] == Ending.Terminal ? reward[0] : reward[0] + world.World.Spec.Discount * ofActions.Max();
        }
    }

    private static double[] Play(IWorld world, IPolicy policy, int episodes, int mostSteps = 100)
    {
        RolloutBatch batch = RolloutEngine.Run(world, policy, StartStates.Episodes(world, episodes, seed: 11), mostSteps);
        return [.. Enumerable.Range(0, episodes).Select(row => batch.Return(row, discount: 1))];
    }

    private sealed class LockWorld : IWorld
    {
        public WorldSpec Spec { get; } = new() { Name = "lock", State = [new("place")], Actions = [.. Enumerable.Range(0, 6).Select(a => new ActionSpec($"a{a}"))], StepLimit = 16, Discount = 0.999 };

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => states.Clear();

        public void Step(StepBatch batch)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                int place = (int)batch.States[row];
                (batch.NextStates[row], batch.Rewards[row], batch.Endings[row]) = (place + 1, batch.Actions[row] == place * place % 6 ? 1 : 0, Ending.None);
            }
        }
    }

    /// <summary>Guess a coin that the row's key has thrown: 1 for the right guess.</summary>
    private sealed class CoinWorld : IWorld
    {
        public WorldSpec Spec { get; } = new() { Name = "coin", State = [new("x")], Actions = [new("a"), new("b")], StepLimit = 1 };

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => states.Clear();

        public void Step(StepBatch batch)
        {
            var guesses = new int[batch.Count];
            new RandomPolicy(Spec).Act(batch.Keys, batch.States, guesses);
            for (int row = 0; row < batch.Count; row++) (batch.NextStates[row], batch.Rewards[row], batch.Endings[row]) = (0, guesses[row] == batch.Actions[row] ? 1 : 0, Ending.None);
        }
    }

    /// <summary>Action 0 pays 1 and leaves the support, action 1 pays nothing and goes on.</summary>
    private sealed class EdgeWorld : IWorld
    {
        public WorldSpec Spec { get; } = new() { Name = "edge", State = [new("x")], Actions = [new("a"), new("b")], StepLimit = 9 };

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => states.Clear();

        public void Step(StepBatch batch)
        {
            for (int row = 0; row < batch.Count; row++)
                (batch.NextStates[row], batch.Rewards[row], batch.Endings[row]) = (0, 1 - batch.Actions[row], batch.Actions[row] == 0 ? Ending.LeftSupport : Ending.None);
        }
    }
}
