using WorldGan.Datasets;
using WorldGan.Tests.Numerics;
using WorldGan.Tests.WorldModel.Noise;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel;

public class AllocationTests
{
    private static readonly WorldModelOptions Long = Tiny.Options with { MeanSteps = 1000, HeadSteps = 1000, AdversarialSteps = 1000 };

    public static TheoryData<string> Noises => new(Games.Noises);

    [Fact]
    public void A_training_step_of_mean_and_heads_allocates_nothing()
    {
        WorldModelLayout layout = Tiny.LayoutOf(Tiny.Data, Long);
        var member = new WorldModelMember(layout);
        EpisodeSplit split = EpisodeSplit.Draw(Tiny.Data, 0.1, 1);
        var mean = new MeanTrainer(layout, member, Tiny.Data, split, 1);
        var heads = new HeadTrainer(layout, member, Tiny.Data, split, 1);
        Assert.Equal(0, Allocated.Bytes(() => mean.Step()));
        Assert.Equal(0, Allocated.Bytes(() => heads.Step()));
    }

    [Theory]
    [MemberData(nameof(Noises))]
    public void A_training_step_of_the_noise_allocates_nothing(string name)
    {
        WorldModelLayout layout = Tiny.LayoutOf(Tiny.Data, Games.Options(name, Long));
        var member = new WorldModelMember(layout);
        Array.Fill(member.Scale, 1);
        INoiseTrainer noise = NoiseTrainer.Start(layout, member, Tiny.Data, EpisodeSplit.Draw(Tiny.Data, 0.1, 1), Draws.Singles(Tiny.Data.Count * layout.Outcomes, 3), 1)!;
        Assert.Equal(0, Allocated.Bytes(() => noise.Step()));
    }

    [Theory]
    [InlineData("wgan-gp")]
    [InlineData("gaussian")]
    [InlineData("mixture")]
    [InlineData("mse")]
    public void A_step_of_a_learned_world_allocates_nothing(string name)
    {
        const int Rows = 70;
        LearnedWorld world = Tiny.Train(Games.Options(name));
        RowKey[] keys = [.. Enumerable.Range(0, Rows).Select(row => new RowKey(1, (uint)row, 0))];
        float[] states = new float[Rows * world.Spec.State.Count], next = new float[states.Length], rewards = new float[Rows];
        var endings = new Ending[Rows];
        var actions = new int[Rows];
        world.Reset(keys, states);
        Assert.Equal(0, Allocated.Bytes(() => world.Step(new StepBatch { Keys = keys, States = states, Actions = actions, NextStates = next, Rewards = rewards, Endings = endings })));
    }
}
