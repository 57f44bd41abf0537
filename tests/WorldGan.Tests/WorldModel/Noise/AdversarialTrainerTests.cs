using WorldGan.Datasets;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class AdversarialTrainerTests
{
    public static TheoryData<WorldModelLoss> All => new(Games.Adversarial);

    [Fact]
    public void The_reported_loss_of_wgan_gp_is_penalty_weight_times_penalty_minus_distance()
    {
        Dictionary<string, double> report = Step(Start(Tiny.Options with { PenaltyWeight = 0.3 }, out _));
        Assert.Equal(0.3 * report["penalty"] - report["criticDistance"], report["criticLoss"], 1e-12);
        Assert.All(report.Values, x => Assert.True(double.IsFinite(x) && x != 0));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_loss_without_a_penalty_reports_none(WorldModelLoss loss) =>
        Assert.Equal(Games.PenaltyWeight(loss, 1) is not null, Step(Start(Tiny.Options with { Loss = loss }, out _)).ContainsKey("penalty"));

    /// <summary>
    /// Between outcomes at 3 and a generator near 0 a critic of slope s earns 3 s and pays (s - 1)²: best is s = 2.5, a distance of 7.5. The generator's
    /// outcomes are spread around 0, and 60 steps come near only.
    /// </summary>
    [Fact]
    public void Critic_steps_widen_the_distance_between_logged_and_generated_outcomes()
    {
        AdversarialTrainer trainer = Start(Tiny.Options with { CriticSteps = 60, AdversarialSteps = 2, BatchSize = 64, PenaltyWeight = 1, AdversarialLearningRate = 1e-2 }, out _, shift: 3);
        Assert.InRange(Step(trainer)["criticDistance"], 5, 10);
    }

    /// <summary>All logged residuals are 3: the generator must go there, as the critic points it, whatever the latent.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void The_generator_moves_to_where_the_log_is(WorldModelLoss loss)
    {
        WorldModelOptions options = Tiny.Options with { Loss = loss, AdversarialSteps = 600, BatchSize = 32, PenaltyWeight = Games.PenaltyWeight(loss, 1), AdversarialLearningRate = 5e-3, LatentScale = 3 };
        AdversarialTrainer trainer = Start(options, out WorldModelMember member, shift: 3);
        while (trainer.StepsDone < trainer.Steps) trainer.Step();
        Assert.Equal(3, Games.MeanOutput(member.Generator, options), 1.0);
    }

    [Fact]
    public void A_clipped_critic_stays_within_its_limit()
    {
        AdversarialTrainer trainer = Start(Tiny.Options with { Loss = WorldModelLoss.Wgan, WeightLimit = 0.05 }, out _);
        trainer.Step();
        var critic = (float[])trainer.State.Single(s => s.Name == "critic.parameters").Values;
        Assert.Equal(0.05f, critic.Max(MathF.Abs));
    }

    private static Dictionary<string, double> Step(AdversarialTrainer trainer) => trainer.Step().ToDictionary(v => v.Name, v => v.Value);

    private static AdversarialTrainer Start(WorldModelOptions options, out WorldModelMember member, float shift = 0)
    {
        TransitionSet data = SmallWorld.Noisy.Record(10, 20);
        WorldModelLayout layout = Tiny.LayoutOf(data, options);
        member = new WorldModelMember(layout);
        member.Scale[0] = 1;
        float[] residuals = shift == 0 ? Numerics.Draws.Singles(data.Count, 3) : [.. Enumerable.Repeat(shift, data.Count)];
        return new AdversarialTrainer(layout, member, data, EpisodeSplit.Draw(data, 0.1, 1), residuals, 1);
    }
}
