using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Tests.Datasets;
using WorldGan.Tests.WorldModel.Noise;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel;

/// <summary>
/// Where all rows of a log are the same, a gradient, which is a mean over the batch, does not hang on the batch's size. Batches of 150 rows go through the
/// networks in blocks: a block left out, or counted twice, would change it.
/// </summary>
public class BatchTests
{
    private static readonly TransitionSet OneRow = TransitionSet.From(
        Tiny.Data.Spec, [.. Enumerable.Range(0, 20).Select(i => SmallWorld.EpisodeOf($"{i}", Ending.Terminal, 5, 0.5, 0.3, 1, 1, 0, 0.9, -0.4, 2, 0, 0))]);

    private static readonly WorldModelOptions Plain = Tiny.Options with { ConditionNoise = 0, MeanSteps = 100, HeadSteps = 100, AdversarialSteps = 100 };

    public static TheoryData<string> Stepwise => new(Games.Stepwise);

    [Fact]
    public void The_mean_learns_the_same_from_any_size_of_batch() => Same(size => After(With(size, out WorldModelMember member), layout => new MeanTrainer(layout, member, OneRow, Split, 1), t => t.Step(), t => t.State));

    [Fact]
    public void The_heads_learn_the_same_from_any_size_of_batch() => Same(size => After(With(size, out WorldModelMember member), layout => new HeadTrainer(layout, member, OneRow, Split, 1), t => t.Step(), t => t.State));

    [Theory]
    [MemberData(nameof(Stepwise))]
    public void The_noise_learns_the_same_from_any_size_of_batch(string name) => Same(size => After(
        With(size, out WorldModelMember member, Unrandom(Games.Options(name, Plain))),
        layout => NoiseTrainer.Start(layout, member, OneRow, Split, [.. Enumerable.Repeat(3f, OneRow.Count * layout.Outcomes)], 2)!, t => t.Step(), t => t.State));

    /// <summary>Windows of two rows that are the same; a batch has half as many as rows.</summary>
    [Theory]
    [InlineData("wgan-gp")]
    [InlineData("rpgan")]
    public void Windows_teach_the_same_in_any_size_of_batch(string name)
    {
        TransitionSet still = TransitionSet.From(
            Tiny.Data.Spec, [.. Enumerable.Range(0, 20).Select(i => SmallWorld.EpisodeOf($"{i}", Ending.None, 5, 0.5, 0.3, 1, 1, 0, 0.5, 0.3, 1, 1, 0, 0.5, 0.3, 1, 1, 0))]);
        Same(
            size =>
            {
                WorldModelLayout layout = With(size, out WorldModelMember member, Unrandom(Games.Options(name, Plain) with { Window = 2 }));
                member.TerminalCalibration = new(1, -100);
                var generator = new Learner(layout.Generator, new RandomStream(1, RandomPurpose.Weights));
                var game = new WindowGame(layout, member, still, EpisodeSplit.Draw(still, 0.1, 1), generator.Net, 1);
                game.CriticStep(1e-3f);
                game.AddGradient(generator.Gradient);
                return [.. Moments(game.State), .. generator.Gradient];
            },
            [16, 300]);
    }

    [Fact]
    public void A_policy_learns_the_same_from_any_size_of_batch() => Same(size =>
    {
        var options = new PolicyOptions { Members = 1, HiddenWidth = 8, Steps = 100, BatchSize = size, Rows = 1, ReplayCapacity = 100, LoggedShare = 1 };
        var trainer = new DqnTrainer(Tiny.Train(), OneRow, Normalizer.Measure(Tiny.Data), options, seed: 1, index: 0);
        trainer.Step();
        return Moments(trainer.State);
    });

    // Without latents, and without a penalty between outcomes, nothing random is left.
    private static WorldModelOptions Unrandom(WorldModelOptions options) => options with
    {
        LatentScale = options.Model == WorldModelKind.Gan ? 1e-9 : null,
        PenaltyWeight = options.Loss == WorldModelLoss.WganGp ? 0 : null,
        SamplesPerCondition = options.Loss == WorldModelLoss.EnergyScore ? 5 : null,
    };

    private static EpisodeSplit Split => EpisodeSplit.Draw(OneRow, 0.1, 1);

    private static WorldModelLayout With(int batch, out WorldModelMember member, WorldModelOptions? options = null)
    {
        WorldModelLayout layout = Tiny.LayoutOf(Tiny.Data, (options ?? Plain) with { BatchSize = batch });
        member = new WorldModelMember(layout);
        Array.Fill(member.Scale, 1);
        return layout;
    }

    private static float[] After<T>(WorldModelLayout layout, Func<WorldModelLayout, T> start, Action<T> step, Func<T, IEnumerable<(string Name, Array Values)>> state)
    {
        T trainer = start(layout);
        step(trainer);
        return Moments(state(trainer));
    }

    // Adam's first moment after one step is a share of the gradient; the parameters hardly show its size.
    private static float[] Moments(IEnumerable<(string Name, Array Values)> state) =>
        [.. state.Where(s => s.Name.EndsWith("first", StringComparison.Ordinal)).SelectMany(s => (float[])s.Values)];

    private static void Same(Func<int, float[]> moments, int[]? sizes = null)
    {
        float[] few = moments(sizes?[0] ?? 8), many = moments(sizes?[1] ?? 150);
        float largest = few.Max(MathF.Abs);
        Assert.NotEqual(0, largest);
        for (int i = 0; i < few.Length; i++) Assert.Equal(few[i], many[i], 1e-4f * largest);
    }
}
