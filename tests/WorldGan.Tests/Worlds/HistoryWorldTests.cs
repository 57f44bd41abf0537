using WorldGan.Rollouts;
using WorldGan.Simulators;
using WorldGan.Tests.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Tests.Worlds;

public class HistoryWorldTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Its_present_is_the_world_itself_bit_for_bit(int history)
    {
        var world = new SlipperyCartPole();
        RolloutBatch expected = Play(world), got = Play(new HistoryWorld(world, history));
        Assert.Equal(expected.Lengths, got.Lengths);
        Assert.Equal(expected.Endings, got.Endings);
        Assert.Equal(expected.Rewards, got.Rewards);
        for (int row = 0; row < expected.Count; row++)
            for (int t = 0; t <= expected.Lengths[row]; t++) Assert.Equal(RolloutAssert.Bits(expected.State(row, t)), RolloutAssert.Bits(got.State(row, t)[..4]));
    }

    [Fact]
    public void Its_humps_are_rows_with_what_they_remember()
    {
        var world = new SlipperyCartPole();
        float[] row = [1, 2, 0.1f, 0.2f, 3, 4, 0.3f, 0.4f, 0];
        IReadOnlyList<Hump> expected = world.Humps(row.AsSpan(0, 4), 1), got = new HistoryWorld(world, 2).Humps(row, 1);
        Assert.Equal(2, got.Count);
        for (int h = 0; h < 2; h++)
        {
            Assert.Equal(expected[h].Probability, got[h].Probability);
            Assert.Equal([.. expected[h].Middle, 1, 2, 0.1f, 0.2f, 1], got[h].Middle);
        }
    }

    [Fact]
    public void A_world_that_has_a_history_gets_no_second_one() =>
        Assert.Equal("World 'cartpole': expected rows without a history, got some that have one.",
            Assert.Throws<ArgumentException>(() => new HistoryWorld(new HistoryWorld(new CartPole(), 3), 2)).Message);

    [Fact]
    public void Rows_of_another_width_are_refused() =>
        Assert.Equal("Expected 9 numbers of states, got 4.", Assert.Throws<ArgumentException>(() => new HistoryWorld(new CartPole(), 2).Reset([default], new float[4])).Message);

    private static RolloutBatch Play(IWorld world) => RolloutEngine.Run(world, new RandomPolicy(world.Spec), StartStates.Episodes(world, 50, seed: 1), horizon: 40);
}
