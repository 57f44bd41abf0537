using WorldGan.Benchmarks.Measuring;
using WorldGan.Benchmarks.Workloads;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.WorldModel;

namespace WorldGan.Benchmarks.Scaling;

/// <summary>The same work on one and on several threads.</summary>
internal static class ThreadScaling
{
    private const int Members = 4;

    public static void WriteRollouts(Report report, int threads, bool quick)
    {
        report.Write("\n## Rollouts: transitions per second\n");
        WriteHeading(report, "rollout", threads);
        foreach ((int width, int rows, int members) in RolloutWorkload.Sizes(quick))
        {
            var workload = new RolloutWorkload(width, rows, members);
            WriteRow(report, RolloutWorkload.NameOf(width, rows, members), workload.Transitions, threads, quick ? 3 : 7, quick ? 0.05 : 0.15, t => workload.Run(t));
        }
    }

    /// <summary>Trainings as the product runs them, their beginnings included.</summary>
    public static void WriteTrainings(Report report, int threads, bool quick)
    {
        report.Write($"\n## Trainings of an ensemble of {Members}: steps of all members per second\n");
        WriteHeading(report, "training", threads);
        LearnedWorld world = CartPoleLog.Learned(members: 5);
        foreach (int width in quick ? [128] : new[] { 64, 128, 256 })
        {
            WorldModelOptions worldOptions = AdversarialWorkload.OptionsOf(width) with { Members = Members, AdversarialSteps = quick ? 20 : 100 };
            WriteRow(report, $"WGAN-GP iteration, H {width}", Members * worldOptions.AdversarialSteps, threads, quick ? 1 : 3, 0, t => WorldModelTrainer.Train(CartPoleLog.Small, worldOptions, seed: 0, Session(t)));
            var policyOptions = new PolicyOptions { HiddenWidth = width, Members = Members, Steps = quick ? 100 : 1000 };
            WriteRow(report, $"DQN step with its imagination, H {width}", Members * policyOptions.Steps, threads, quick ? 1 : 3, 0, t => PolicyTrainer.Train(world, CartPoleLog.Small, policyOptions, seed: 0, Session(t)));
        }
    }

    private static TrainingSession Session(int threads) => new() { Threads = threads };

    private static void WriteHeading(Report report, string what, int threads) => report.WriteHeading(what, "1 thread", $"{threads} threads", "ratio");

    private static void WriteRow(Report report, string name, double unitsPerCall, int threads, int samples, double seconds, Action<int> run)
    {
        List<Sample> single = [], several = [];
        run(threads);                                      // to warm up
        for (int i = 0; i < samples; i++)
        {
            single.Add(Sample.Take(() => run(1), seconds));
            several.Add(Sample.Take(() => run(threads), seconds));
        }

        double one = Sample.Median(single).WallRate * unitsPerCall, many = Sample.Median(several).WallRate * unitsPerCall;
        report.WriteRow(name, Rates.PerSecond(one), Rates.PerSecond(many), Rates.Digits(many / one));
    }
}
