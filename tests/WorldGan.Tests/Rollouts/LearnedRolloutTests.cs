using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

public class LearnedRolloutTests
{
    [Property(Arbitrary = [typeof(RolloutCases)])]
    internal void States_are_finite_angles_wrapped_categories_whole_and_flags_0_or_1(RolloutCase c) =>
        ForEachState(c, (_, variable, value) =>
        {
            Assert.True(float.IsFinite(value));
            if (variable.Kind == VariableKind.Angle) Assert.True(value is >= -MathF.PI and < MathF.PI);
            int classes = variable.Kind switch { VariableKind.Category => variable.Categories, VariableKind.Flag => 2, _ => 0 };
            if (classes > 0) Assert.Contains(value, Enumerable.Range(0, classes).Select(k => (float)k));
        });

    [Property(Arbitrary = [typeof(RolloutCases)])]
    internal void What_a_row_remembers_are_the_states_and_actions_before_bit_for_bit(RolloutCase c)
    {
        int history = c.Spec.History ?? 1, present = c.Spec.AsRecorded().State.Count;
        RolloutBatch batch = c.Run();
        for (int row = 0; row < batch.Count; row++)
            for (int t = 1; t <= batch.Lengths[row]; t++)
                for (int back = 1; back < history && back <= t; back++)
                {
                    Assert.Equal(RolloutAssert.Bits(batch.State(row, t - back)[..present]), RolloutAssert.Bits(batch.State(row, t).Slice(back * present, present)));
                    Assert.Equal(RolloutAssert.Actions(batch, row)[t - back], batch.State(row, t)[history * present + back - 1]);
                }
    }

    [Property(Arbitrary = [typeof(RolloutCases)])]
    internal void Rewards_lie_inside_the_range(RolloutCase c)
    {
        RewardRange range = c.Spec.RewardRange!.Value;
        RolloutBatch batch = c.Run();
        for (int row = 0; row < batch.Count; row++)
            for (int t = 0; t < batch.Lengths[row]; t++) Assert.InRange(batch.Rewards[row * batch.Horizon + t], range.Low, range.High);
    }

    [Property(Arbitrary = [typeof(RolloutCases.Learned)])]
    internal void Learned_states_stay_inside_the_support_envelope(RolloutCase c)
    {
        var world = (LearnedWorld)c.World;
        ForEachState(c, (j, _, value) => Assert.True(Support.Holds(world.Envelope(j), value)));
    }

    [Property(Arbitrary = [typeof(RolloutCases.Learned)])]
    internal void A_row_that_left_the_support_stands_on_its_edge_and_no_other_does(RolloutCase c)
    {
        var world = (LearnedWorld)c.World;
        RolloutBatch batch = (c with { Rows = 30, Horizon = 20 }).Run();
        for (int row = 0; row < batch.Count; row++)
        {
            float[] last = batch.State(row, batch.Lengths[row]).ToArray();
            bool onEdge = last.Select((value, j) => c.Spec.State[j].Kind is VariableKind.Real or VariableKind.Angle && (value == world.Envelope(j).Low || value == world.Envelope(j).High)).Any(edge => edge);
            Assert.Equal(onEdge, batch.Endings[row] == Ending.LeftSupport);
        }
    }

    [Property(Arbitrary = [typeof(RolloutCases.Learned)])]
    internal void A_row_that_begins_behind_the_support_has_no_step_and_changes_no_other(RolloutCase c)
    {
        c = c with { Rows = 1 + c.Rows };
        int variable = Enumerable.Range(0, c.Spec.State.Count).First(j => c.Spec.State[j].Kind == VariableKind.Real), width = c.Spec.State.Count;
        StartStates starts = new(c.Starts.Keys, [.. c.Starts.States]);
        starts.States[variable] = 1e9f;
        RolloutBatch usual = c.Run(), batch = RolloutEngine.Run(c.World, c.Policy, starts, c.Horizon, spare: c.Run());
        Assert.Equal((Ending.LeftSupport, 0), (batch.Endings[0], batch.Lengths[0]));
        Assert.Equal(starts.States[..width], batch.State(0, 0).ToArray());
        Assert.True(batch.States.AsSpan(width, c.Horizon * width).IndexOfAnyExcept(0) < 0);
        Assert.Equal(usual.States[((c.Horizon + 1) * width)..], batch.States[((c.Horizon + 1) * width)..]);
        Assert.Equal(usual.Endings[1..], batch.Endings[1..]);
    }

    [Property(Arbitrary = [typeof(RolloutCases.Learned)], MaxTest = 30)]
    internal void Saving_and_loading_a_learned_world_changes_nothing(RolloutCase c)
    {
        using var folder = new TemporaryFolder();
        LearnedWorldFile.Write(folder.File("world"), (LearnedWorld)c.World, new Provenance("hash", 1, 2));
        LearnedWorld loaded = LearnedWorldFile.Read(folder.File("world")).World;
        RolloutAssert.Same(c.Run(), RolloutEngine.Run(loaded, c.Policy, c.Starts, c.Horizon));
        Assert.Equal(StartStates.Episodes(c.World, c.Rows, c.Seed).States, StartStates.Episodes(loaded, c.Rows, c.Seed).States);
    }

    [Theory]
    [InlineData("learned cartpole")]
    [InlineData("learned slippery")]
    [InlineData("learned gears")]
    public void Every_trajectory_draws_a_latent_of_its_own(string name)
    {
        LearnedWorld world = TestWorld.Learned(name);
        Assert.Equal(50, Samples(world, member: 0, count: 50).Select(state => string.Join(' ', state)).Distinct().Count());
    }

    [Theory]
    [InlineData("learned cartpole")]
    [InlineData("learned slippery")]
    [InlineData("learned gears")]
    public void Without_the_generators_part_trajectories_of_a_member_that_drew_the_same_classes_agree(string name)
    {
        using var folder = new TemporaryFolder();
        LearnedWorldFile.Write(folder.File("world"), TestWorld.Learned(name), new Provenance("hash", 1, 2));
        LearnedWorld silent = LearnedWorldFile.Read(folder.File("world")).World;
        foreach (WorldModelMember member in silent.Members) member.Scale.AsSpan().Clear();
        foreach (var same in Samples(silent, member: 0, count: 50).GroupBy(state => string.Join(' ', silent.Layout.Classes.Select(variable => state[variable.Index]))))
            foreach (int variable in silent.Layout.Continuous) Assert.Single(same.Select(state => state[variable]).Distinct());
    }

    [Fact]
    public void In_the_true_cartpole_all_trajectories_agree_and_in_the_slippery_one_they_do_not()
    {
        Assert.Single(Samples(TestWorld.Find("cartpole").World, [.. Enumerable.Range(0, 50)], new float[4]).Select(state => state[1]).Distinct());
        Assert.Equal(50, Samples(TestWorld.Find("slippery").World, [.. Enumerable.Range(0, 50)], new float[4]).Select(state => state[1]).Distinct().Count());
    }

    private static void ForEachState(RolloutCase c, Action<int, StateVariable, float> check)
    {
        RolloutBatch batch = c.Run();
        for (int row = 0; row < batch.Count; row++)
            for (int t = 1; t <= batch.Lengths[row]; t++)
                for (int j = 0; j < c.Spec.State.Count; j++) check(j, c.Spec.State[j], batch.State(row, t)[j]);
    }

    private static float[][] Samples(LearnedWorld world, int member, int count)
    {
        var trajectories = Enumerable.Range(0, int.MaxValue).Where(i => world.MemberOf(new RowKey(7, (uint)i, 0)) == member);
        var state = new float[world.Spec.State.Count];
        world.Reset([new RowKey(7, 0, 0)], state);
        return Samples(world, [.. trajectories.Take(count)], state);
    }

    // Next states of one state and action, on many trajectories.
    private static float[][] Samples(IWorld world, int[] trajectories, float[] state)
    {
        RowKey[] keys = [.. trajectories.Select(i => new RowKey(7, (uint)i, 0))];
        var starts = new StartStates(keys, [.. keys.SelectMany(_ => state)]);
        RolloutBatch batch = RolloutEngine.Run(world, new FixedPolicy(_ => 1), starts, 1);
        return [.. Enumerable.Range(0, keys.Length).Select(row => batch.State(row, 1).ToArray())];
    }
}
