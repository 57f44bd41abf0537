using WorldGan.Datasets;
using WorldGan.WorldModel;

namespace WorldGan.Tests.WorldModel.Classes;

/// <summary>What comes together in the log comes together in the learned world, not only as often.</summary>
public class JointLearningTests
{
    private static readonly TransitionSet Log = ClassWorlds.Joint.Record(400, 15, seed: 3);

    private static readonly WorldModelOptions Options = Tiny.Options with
    {
        Members = 1,
        MeanWidth = 32,
        NoiseWidth = 16,
        HeadWidth = 32,
        BatchSize = 64,
        MeanSteps = 2000,
        ScaleSteps = 0,
        HeadSteps = 1000,
        AdversarialSteps = 300,
        Averaging = 0.9,
    };

    private static readonly Dictionary<string, Lazy<LearnedWorld>> Worlds = new()
    {
        ["wgan-gp"] = new(() => Tiny.Train(Options, Log)),
        ["windows"] = new(() => Tiny.Train(Options with { Window = 2 }, Log)),
        ["mixture"] = new(() => Tiny.Train(Options with { Model = WorldModelKind.Mixture }, Log)),
        ["mse"] = new(() => Tiny.Train(Options with { Model = WorldModelKind.Mse }, Log)),
        ["history"] = new(() => Tiny.Train(Options, (ClassWorlds.Joint with { Spec = ClassWorlds.Joint.Spec with { History = 2 } }).Record(400, 15, seed: 3))),
    };

    public static TheoryData<string> Names => new(Worlds.Keys);

    /// <summary>A jump is 1, in the middle of which it is told from none; drawn apart, three of ten flips would come with one.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_jump_comes_with_the_flip_of_the_flag_and_not_without_it(string name)
    {
        foreach (int valve in new[] { 0, 1 })
        {
            float[][] next = Draw(Worlds[name].Value, valve);
            float[][] flipped = [.. next.Where(state => state[1] != valve)];
            Assert.Equal(0.3, flipped.Length / (double)next.Length, 0.06);
            Assert.InRange(Jumps(flipped), 0.98, 1);
            Assert.InRange(Jumps([.. next.Where(state => state[1] == valve)]), 0, 0.02);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_categories_that_always_change_together_are_drawn_together(string name)
    {
        float[][] next = Draw(Worlds[name].Value, valve: 0);
        Assert.InRange(next.Average(state => state[2] == state[3] ? 1.0 : 0.0), 0.98, 1);
        Assert.Equal(0.5, next.Average(state => state[2] == 1 ? 1.0 : 0.0), 0.08);
    }

    /// <summary>0.3 of 1 jumps, in standard deviations of the log; 10,000 draws are off by a hundredth at most.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_expected_change_is_the_mean_over_what_is_drawn(string name)
    {
        LearnedWorld world = Worlds[name].Value;
        Span<double> change = new double[1];
        new EnsembleMean(world).At(State(world, valve: 0), 0, change);
        double expected = 0.2 + world.Normalizer.StandardDeviation[0] * change[0];
        Assert.Equal(0.1 + 0.3, expected, 0.08);
        Assert.Equal(Draw(world, valve: 0, rows: 10_000).Average(state => (double)state[0]), expected, 0.03);
    }

    private static double Jumps(float[][] next) => next.Average(state => state[0] > 0.1 + 0.5 ? 1.0 : 0.0);

    private static float[][] Draw(LearnedWorld world, int valve, int rows = 2000) => [.. Tiny.Step(world, rows, State(world, valve), 0).NextStates.Chunk(world.Spec.State.Count)];

    private static float[] State(LearnedWorld world, int valve)
    {
        var state = new float[world.Spec.State.Count];
        (state[0], state[1]) = (0.2f, valve);
        world.Layout.Stack.Begin(state);
        return state;
    }
}
