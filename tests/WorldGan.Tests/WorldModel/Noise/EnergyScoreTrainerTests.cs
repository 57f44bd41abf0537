using WorldGan.Datasets;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class EnergyScoreTrainerTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]                                        // 64 rows are no whole number of such groups
    public void The_score_is_distance_minus_half_the_spread(int samples)
    {
        EnergyScoreTrainer trainer = Start(samples, steps: 2, out _);
        Dictionary<string, double> report = trainer.Step().ToDictionary(v => v.Name, v => v.Value);
        Assert.Equal(report["sampleDistance"] - report["sampleSpread"] / 2, report["energyScore"], 1e-12);
        Assert.All(report.Values, x => Assert.True(double.IsFinite(x) && x != 0));
    }

    /// <summary>All logged residuals are 3: the best samples are all there, without any spread.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_samples_move_to_where_the_log_is(int samples)
    {
        EnergyScoreTrainer trainer = Start(samples, steps: 600, out WorldModelMember member);
        double spread = 0;
        while (trainer.StepsDone < trainer.Steps) spread = trainer.Step().Single(v => v.Name == "sampleSpread").Value;
        Assert.InRange(spread, 0, 0.3);                    // a tenth of the way that they went
        Assert.Equal(3, Games.MeanOutput(member.Generator, Tiny.Options with { LatentScale = 3 }), 0.3);
    }

    private static EnergyScoreTrainer Start(int samples, int steps, out WorldModelMember member)
    {
        TransitionSet data = SmallWorld.Noisy.Record(10, 20);
        WorldModelOptions options = Tiny.Options with { Loss = WorldModelLoss.EnergyScore, Samples = samples, AdversarialSteps = steps, BatchSize = 32, AdversarialLearningRate = 5e-3, LatentScale = 3 };
        WorldModelLayout layout = Tiny.LayoutOf(data, options);
        member = new WorldModelMember(layout);
        member.Scale[0] = 1;
        return new EnergyScoreTrainer(layout, member, data, EpisodeSplit.Draw(data, 0.1, 1), [.. Enumerable.Repeat(3f, data.Count)], 1);
    }
}
