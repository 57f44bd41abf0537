using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies.Values;
using WorldGan.Tests.Datasets;
using WorldGan.Tests.WorldModel.Noise;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel;

public class LearnedWorldTests
{
    private static readonly LearnedWorld World = Tiny.Train();

    [Theory]
    [InlineData("wgan-gp")]
    [InlineData("mse")]
    [InlineData("gaussian")]
    [InlineData("mixture")]
    public void A_row_does_not_depend_on_its_batch_bit_for_bit(string model)
    {
        LearnedWorld world = Tiny.Train(Games.Options(model));
        const int Rows = 700;                              // more than a member takes at once
        RowKey[] keys = [.. Enumerable.Range(0, Rows).Select(i => new RowKey(3, (uint)i, (uint)i % 5))];
        float[] states = Tiny.Data.States[..(5 * 100)];
        states = [.. Enumerable.Repeat(states, 7).SelectMany(s => s)];
        int[] actions = [.. Enumerable.Range(0, Rows).Select(i => i % 2)];
        Stepped all = Tiny.Step(world, keys, states, actions);
        for (int row = 0; row < Rows; row += 13)
        {
            Stepped alone = Tiny.Step(world, [keys[row]], states[(5 * row)..(5 * row + 5)], [actions[row]]);
            Numerics.Same.Bits(all.NextStates[(5 * row)..(5 * row + 5)], alone.NextStates);
            Assert.Equal((all.Rewards[row], all.Endings[row]), (alone.Rewards[0], alone.Endings[0]));
        }

        Array.Reverse(keys);
        Array.Reverse(actions);
        float[] reversed = [.. states.Chunk(5).Reverse().SelectMany(s => s)];
        Assert.Equal(all.NextStates.Chunk(5).Reverse().SelectMany(s => s), Tiny.Step(world, keys, reversed, actions).NextStates);
    }

    [Fact]
    public void Trajectories_keep_their_member_and_all_members_have_some()
    {
        int[] members = [.. Enumerable.Range(0, 100).Select(i => World.MemberOf(new RowKey(1, (uint)i, 0)))];
        Assert.Equal([0, 1], members.Distinct().Order());
        Assert.Equal(members, Enumerable.Range(0, 100).Select(i => World.MemberOf(new RowKey(1, (uint)i, 77))));
    }

    [Fact]
    public void Resets_draw_start_states_by_key()
    {
        RowKey[] keys = [.. Enumerable.Range(0, 200).Select(i => new RowKey(1, (uint)i, 0))];
        float[] states = new float[200 * 5], again = new float[200 * 5];
        World.Reset(keys, states);
        World.Reset(keys, again);
        Assert.Equal(states, again);
        HashSet<string> starts = [.. World.StartStates.Chunk(5).Select(s => string.Join(' ', s))], drawn = [.. states.Chunk(5).Select(s => string.Join(' ', s))];
        Assert.Equal(starts, drawn);
        Assert.Throws<ArgumentException>(() => World.Reset(keys, new float[7]));
    }

    [Fact]
    public void Outcomes_are_of_the_worlds_kinds_and_inside_what_the_log_knows()
    {
        Stepped stepped = Tiny.Step(World, 500, Tiny.Data.State(20).ToArray(), 1);
        for (int row = 0; row < 500; row++)
        {
            float[] next = stepped.NextStates[(5 * row)..(5 * row + 5)];
            for (int j = 0; j < 5; j++) Assert.InRange(next[j], World.Envelope(j).Low, World.Envelope(j).High);
            Assert.Contains(next[2], new float[] { 0, 1, 2 });
            Assert.Contains(next[3], new float[] { 0, 1 });
            Assert.InRange(stepped.Rewards[row], World.Normalizer.RewardLow, World.Normalizer.RewardHigh);
        }

        Assert.Equal(3, stepped.NextStates.Where((_, i) => i % 5 == 2).Distinct().Count());
        Assert.Equal([Ending.None, Ending.Terminal], stepped.Endings.Where(e => e != Ending.LeftSupport).Distinct().Order());
    }

    [Fact]
    public void What_never_varied_in_the_log_never_varies()
    {
        Stepped stepped = Tiny.Step(World, 500, Tiny.Data.State(20).ToArray(), 1);
        Assert.All(Enumerable.Range(0, 500), row => Assert.Equal(2.5f, stepped.NextStates[5 * row + 4]));
    }

    [Fact]
    public void A_world_in_which_nothing_varies_can_be_learned_and_stepped()
    {
        var still = new SmallWorld(SmallWorld.SpecOf(new("x"), new("f", VariableKind.Flag)), (ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random) =>
        {
            state.CopyTo(next);
            return (1, false);
        });
        float[] state = still.Record(1, 10).State(0).ToArray();
        Stepped stepped = Tiny.Step(Tiny.Train(data: still.Record(1, 10)), 3, state, 0);
        Assert.Equal([.. state, .. state, .. state], stepped.NextStates);
        Assert.All(stepped.Endings, ending => Assert.Equal(Ending.None, ending));
        Assert.All(stepped.Rewards, reward => Assert.Equal(1, reward));
    }

    [Fact]
    public void Known_terminals_and_rewards_need_no_head()
    {
        SmallWorld known = SmallWorld.Linear with { Spec = SmallWorld.Linear.Spec with { TerminalWhen = "abs(x) > 0.5", RewardIs = "2 * x", RewardRange = new(-9, 9) } };
        LearnedWorld world = Tiny.Train(data: known.Record(10, 10));
        Assert.Equal(["mean.correction", "scale.network", "generator"], world.Members[0].Networks.Select(n => n.Name));
        Stepped stepped = Tiny.Step(world, 50, [0.3f, 0.1f], 1);
        for (int row = 0; row < 50; row++)
        {
            float x = stepped.NextStates[2 * row];
            Assert.Equal(2 * x, stepped.Rewards[row], 1e-6f);
            Assert.Equal(Math.Abs(x) > 0.5 ? Ending.Terminal : Ending.None, stepped.Endings[row]);
        }
    }

    [Theory]
    [InlineData("x > 1000", Ending.Terminal)]
    [InlineData("x < -1000", Ending.LeftSupport)]
    public void A_known_terminal_holds_beyond_the_support_where_the_state_was_drawn(string terminalWhen, Ending expected)
    {
        SmallWorld known = SmallWorld.Linear with { Spec = SmallWorld.Linear.Spec with { TerminalWhen = terminalWhen } };
        LearnedWorld world = Tiny.Train(data: known.Record(10, 10));
        Stepped stepped = Tiny.Step(world, 50, [5000, 0], 1);          // the next x is near 4500, the log knows ±4
        Assert.All(stepped.Endings, ending => Assert.Equal(expected, ending));
        Assert.All(stepped.NextStates.Chunk(2), next => Assert.InRange(next[0], world.Envelope(0).Low, world.Envelope(0).High));
    }

    [Fact]
    public void A_step_that_is_not_finite_is_invalid_also_where_its_terminal_is_known()
    {
        SmallWorld known = SmallWorld.Linear with { Spec = SmallWorld.Linear.Spec with { TerminalWhen = "!(x < 0)" } };
        LearnedWorld world = Tiny.Train(data: known.Record(10, 10));
        world.Members[0].Scale[0] = world.Members[1].Scale[0] = float.NaN;
        Assert.All(Tiny.Step(world, 5, [0, 0], 1).Endings, ending => Assert.Equal(Ending.Invalid, ending));
    }

    [Fact]
    public void There_is_noise_beside_the_mean_but_of_mse_and_without_steps_for_it()
    {
        TransitionSet data = SmallWorld.Noisy.Record(20, 15);
        Assert.Equal(100, Nexts(Tiny.Options).Distinct().Count());
        Assert.Equal(100, Nexts(Games.Options("gaussian")).Distinct().Count());
        Assert.Equal(100, Nexts(Games.Options("mixture")).Distinct().Count());
        Assert.Single(Nexts(Games.Options("mse")).Distinct());
        Assert.Single(Nexts(Tiny.Options with { AdversarialSteps = 0 }).Distinct());

        float[] Nexts(WorldModelOptions options) => Tiny.Step(Tiny.Train(options with { Members = 1 }, data), 100, [0.1f], 1).NextStates;
    }

    [Fact]
    public void A_known_reward_reaches_beyond_the_logs()
    {
        // The log pays its next x, which stays within ±4; the specification pays 100 and more.
        SmallWorld known = SmallWorld.Linear with { Spec = SmallWorld.Linear.Spec with { RewardIs = "100 + x", RewardRange = new(0, 200) } };
        LearnedWorld world = Tiny.Train(data: known.Record(10, 10));
        Assert.All(Tiny.Step(world, 50, [0.3f, 0.1f], 1).Rewards, reward => Assert.InRange(reward, 95, 105));
        Assert.Equal(200 / (1 - 0.99) / 10, new ValueTarget(world.Spec, world.Normalizer).Scale, 1e-6);
    }

    [Fact]
    public void A_batch_of_another_shape_or_with_an_unknown_action_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Tiny.Step(World, [default], new float[4], [0]));
        Assert.Throws<ArgumentException>(() => Tiny.Step(World, [default], new float[5], [2]));
    }
}
