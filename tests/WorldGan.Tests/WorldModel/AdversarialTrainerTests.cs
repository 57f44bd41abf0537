using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;

namespace WorldGan.Tests.WorldModel;

public class AdversarialTrainerTests
{
    [Fact]
    public void The_reported_loss_is_penalty_weight_times_penalty_minus_distance()
    {
        AdversarialTrainer trainer = Start(Tiny.Options with { PenaltyWeight = 0.3 }, out _);
        AdversarialReport report = trainer.Step();
        Assert.Equal(0.3 * report.Penalty - report.Distance, report.CriticLoss, 1e-12);
        Assert.All(new[] { report.Penalty, report.Distance, report.GeneratorLoss }, x => Assert.True(double.IsFinite(x) && x != 0));
    }

    /// <summary>
    /// Between outcomes at 3 and a generator near 0 a critic of slope s earns 3 s and pays (s - 1)²: best is s = 2.5, a distance of 7.5. The generator's
    /// outcomes are spread around 0, and 60 steps come near only.
    /// </summary>
    [Fact]
    public void Critic_steps_widen_the_distance_between_logged_and_generated_outcomes()
    {
        AdversarialTrainer trainer = Start(Tiny.Options with { CriticSteps = 60, AdversarialSteps = 2, BatchSize = 64, PenaltyWeight = 1, AdversarialLearningRate = 1e-2 }, out _, shift: 3);
        Assert.InRange(trainer.Step().Distance, 5, 10);
    }

    /// <summary>All logged residuals are 3: the generator must go there, as the critic points it.</summary>
    [Fact]
    public void The_generator_moves_to_where_the_log_is()
    {
        AdversarialTrainer trainer = Start(Tiny.Options with { AdversarialSteps = 150, BatchSize = 32, PenaltyWeight = 1, AdversarialLearningRate = 5e-3 }, out WorldModelMember member, shift: 3);
        while (!trainer.IsDone) trainer.Step();
        member.ParametersChanged();
        var pass = new MlpPass<float>(member.Generator, 1);
        pass.Infer(1);
        Assert.InRange(pass.Output[0], 1.5f, 4.5f);
    }

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
