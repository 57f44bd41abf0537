using WorldGan.Numerics;
using WorldGan.Rollouts;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Tests.Numerics;

public class DerivedSeedTests
{
    private static readonly RandomPurpose[] Purposes = [RandomPurpose.RecordingSeed, RandomPurpose.WorldMemberSeed, RandomPurpose.PolicyMemberSeed];

    [Fact]
    public void No_two_members_of_any_kind_share_a_seed_nor_do_they_have_one_that_somebody_chose()
    {
        const int Seeds = 200, Members = 64;
        var seen = Enumerable.Range(0, Seeds).Select(seed => (ulong)seed).ToHashSet();
        seen.Add(ulong.MaxValue);
        for (int seed = 0; seed < Seeds; seed++)
            foreach (RandomPurpose purpose in Purposes)
                for (int index = 0; index < Members; index++)
                    Assert.True(seen.Add(DerivedSeed.Of((ulong)seed, purpose, index)), $"{purpose} {index} of seed {seed} is not new.");
    }

    [Fact]
    public void The_same_arguments_give_the_same_seed() => Assert.Equal(DerivedSeed.Of(7, RandomPurpose.RecordingSeed, 3), DerivedSeed.Of(7, RandomPurpose.RecordingSeed, 3));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_random_rollout_does_not_repeat_the_recording_of_its_seed(ulong seed)
    {
        var world = new CartPole();
        var policy = new RandomPolicy(world.Spec);
        int[][] recorded = [.. new Recorder(world, policy, seed).Episodes(20).Select(episode => episode.Actions[..8])];
        RolloutBatch rollout = RolloutEngine.Run(world, policy, StartStates.Episodes(world, 20, seed), horizon: 8);
        // Eight actions of two agree by chance once in 256.
        Assert.InRange(recorded.Where((actions, row) => actions.SequenceEqual(rollout.Actions[(row * 8)..(row * 8 + 8)])).Count(), 0, 2);
    }
}
