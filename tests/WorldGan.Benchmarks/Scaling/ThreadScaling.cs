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
            double seconds = quick ? 0.05 : 0.15;
            Sample.WarmUp(() => workload.Run(threads));
            WriteRow(report, RolloutWorkload.NameOf(width, rows, members), workload.Transitions, threads, quick ? 3 : 7, seconds, t => workload.Run(t));
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
            var worldOptions = AdversarialWorkload.OptionsOf(width) with { Members = Members, ScaleSteps = 0, AdversarialSteps = quick ? 20 : 100 };
            WriteTraining(report, $"WGAN-GP iteration, H {width}", worldOptions.AdversarialSteps, threads, quick, s => WorldModelTrainer.Train(CartPoleLog.Small, worldOptions, seed: 0, s));
            var policyOptions = new PolicyOptions { Value = ValueKind.DoubleQ, HiddenWidth = width, Members = Members, Steps = quick ? 100 : 1000 };
            WriteTraining(report, $"DQN step with its imagination, H {width}", policyOptions.Steps, threads, quick, s => PolicyTrainer.Train(world, CartPoleLog.Small, policyOptions, seed: 0, s));
        }
    }

    private static void WriteTraining(Report report, string name, int steps, int threads, bool quick, Action<TrainingSession> train)
    {
        void Run(int threads) => train(new TrainingSession { Threads = threads });
        Run(threads);                                      // to warm up
        WriteRow(report, name, Members * steps, threads, quick ? 1 : 3, 0, Run);
    }

    private static void WriteHeading(Report report, string what, int threads) => report.WriteHeading(what, "1 thread", $"{threads} threads", "ratio");

    private static void WriteRow(Report report, string name, double unitsPerCall, int threads, int samples, double seconds, Action<int> run)
    {
        List<Sample> single = [], several = [];
        for (int i = 0; i < samples; i++)
        {
            single.Add(Sample.Take(() => run(1), seconds));
            several.Add(Sample.Take(() => run(threads), seconds));
        }

        double one = Sample.Median(single).WallRate * unitsPerCall, many = Sample.Median(several).WallRate * unitsPerCall;
        report.WriteRow(name, Rates.PerSecond(one), Rates.PerSecond(many), Rates.Digits(many / one));
    }
}
