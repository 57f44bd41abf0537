using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class WindowGameTests
{
    public static TheoryData<WorldModelLoss> All => new(Games.Adversarial);

    /// <summary>
    /// The member knows nothing, and no single step is shown: x goes up by 0.3 with one action and down by 0.3 with the other. Batches are moved a little, and
    /// adversaries never rest.
    /// </summary>
    [Theory]
    [MemberData(nameof(All))]
    public void From_windows_alone_a_generator_learns_what_a_step_does(WorldModelLoss loss)
    {
        SmallWorld steps = SmallWorld.Noisy with
        {
            Step = (ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random) =>
            {
                next[0] = state[0] + (action == 1 ? 0.3 : -0.3);
                return (1, false);
            },
        };
        var options = Tiny.Options with { Window = 3, Loss = loss, BatchSize = 128, NoiseWidth = 16, LatentScale = 0.1, PenaltyWeight = Games.PenaltyWeight(loss, 1) };
        WindowGame game = Start(steps.Record(20, 10), options, out Learner generator, out WorldModelLayout layout);
        for (int step = 0; step < 400; step++)
        {
            float rate = Schedules.Cosine(5e-3, step, 400, 0.01);
            game.CriticStep(rate);
            game.CriticStep(rate);
            game.AddGradient(generator.Gradient);
            generator.Descend(rate);
        }

        Assert.Equal(0.3, Change(generator.Net, layout, 1), 0.1);
        Assert.Equal(-0.3, Change(generator.Net, layout, 0), 0.1);
    }

    /// <summary>Every future ends, so the logged outcome stands on both sides.</summary>
    [Fact]
    public void Where_all_futures_end_nothing_is_compared_and_nothing_learned()
    {
        TransitionSet data = (SmallWorld.Noisy with { Spec = SmallWorld.Noisy.Spec with { TerminalWhen = "x > -1000" } }).Record(5, 10);
        WindowGame game = Start(data, Tiny.Options with { Window = 2 }, out Learner generator, out _);
        Assert.Equal(0, game.CriticStep(1e-3f).Distance);
        game.AddGradient(generator.Gradient);
        Assert.All(generator.Gradient, slope => Assert.Equal(0, slope));
    }

    private static WindowGame Start(TransitionSet data, WorldModelOptions options, out Learner generator, out WorldModelLayout layout)
    {
        layout = Tiny.LayoutOf(data, options);
        var member = new WorldModelMember(layout);
        Array.Fill(member.Scale, 1);
        generator = new Learner(layout.Generator, new RandomStream(1, RandomPurpose.Weights), beta1: 0.5f, beta2: 0.9f);
        return new WindowGame(layout, member, data, EpisodeSplit.Draw(data, 0.1, 1), generator.Net, 1);
    }

    private static double Change(Mlp<float> generator, WorldModelLayout layout, int action)
    {
        var pass = new MlpPass<float>(generator, 1);
        layout.Encoder.WriteCondition([0f], action, pass.Input);
        pass.Infer(1);
        return pass.Output[0] * layout.Normalizer.ChangeScale[0];
    }
}
