using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Numerics;
using WorldGan.Simulators;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.LearningTests;

public class FrozenLakeTests
{
    /// <summary>Two members and a fifth of the usual steps. Each counts episodes drawn with replacement, so the mean of M is √(1 + 1 / M) times as far off as one count of all rows. Every end and reward of a world this small is to be right: of 10,000 random steps about twenty reach the goal.</summary>
    [Fact]
    public void A_learned_lake_is_as_near_to_the_true_one_as_counting_and_knows_its_ends()
    {
        var lake = new FrozenLake();
        TransitionSet data = TransitionSet.From(lake.Spec, new Recorder(lake, new RandomPolicy(lake.Spec), 2).Transitions(10_000));
        var options = new WorldModelOptions { Members = 2, HeadSteps = 1000, HeldOutShare = 0.02 };   // a study takes its time with each held-out row
        LearnedWorld world = WorldModelTrainer.Train(data, options, 2, new TrainingSession { Threads = 2 });
        StudyReport report = new WorldModelStudy(data, EpisodeSplit.Draw(data, options.HeldOutShare, 2), new StudyOptions { Truth = lake, Threads = 2 }).Report(world, []);
        TransitionScore score = report.Worlds[0].Transitions!;
        Assert.InRange(score.TotalVariation, 0, 1.1 * Math.Sqrt(1 + 1 / 2.0) * report.CountingTotalVariation!.Value);
        Assert.Equal(1, score.TerminalsRight);
        Assert.InRange(score.LargestRewardError, 0, 0.1);
        Assert.Null(report.Worlds[1].Transitions);
    }
}
