using System.Reflection;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Tests.Rollouts;

namespace WorldGan.Tests.Policies;

public class PolicyTrainerTests
{
    // Small, but long enough that the ring is full and starts over: 60 steps of 30 rows against 1100 places.
    private static readonly PolicyOptions Tiny = new()
    {
        Members = 2,
        HiddenWidth = 8,
        Steps = 60,
        BatchSize = 16,
        Rows = 30,
        ReplayCapacity = 1100,
        BranchSteps = 10,
        GradientStepsPerRolloutStep = 1,
    };

    /// <summary>Another value of each option, under which the policy must come out otherwise.</summary>
    private static readonly Dictionary<string, PolicyOptions> Changed = new()
    {
        [nameof(PolicyOptions.Members)] = Tiny with { Members = 3 },
        [nameof(PolicyOptions.HiddenWidth)] = Tiny with { HiddenWidth = 9 },
        [nameof(PolicyOptions.Steps)] = Tiny with { Steps = 61 },
        [nameof(PolicyOptions.BatchSize)] = Tiny with { BatchSize = 17 },
        [nameof(PolicyOptions.LoggedShare)] = Tiny with { LoggedShare = 0.5 },
        [nameof(PolicyOptions.LearningRate)] = Tiny with { LearningRate = 2e-3 },
        [nameof(PolicyOptions.TargetAveraging)] = Tiny with { TargetAveraging = 0.5 },
        [nameof(PolicyOptions.Rows)] = Tiny with { Rows = 31 },
        [nameof(PolicyOptions.GradientStepsPerRolloutStep)] = Tiny with { GradientStepsPerRolloutStep = 2 },
        [nameof(PolicyOptions.BranchSteps)] = Tiny with { BranchSteps = 2 },
        [nameof(PolicyOptions.ReplayCapacity)] = Tiny with { ReplayCapacity = 1000 },
        [nameof(PolicyOptions.Exploration)] = Tiny with { Exploration = 0.9 },
    };

    public static TheoryData<string> Options => [.. typeof(PolicyOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_changes_the_policy(string option)
    {
        PropertyInfo property = typeof(PolicyOptions).GetProperty(option)!;
        Assert.NotEqual(property.GetValue(Tiny), property.GetValue(Changed[option]));
        QPolicy before = Train(Tiny), after = Train(Changed[option]);
        float[] states = TestWorld.Find("gears").Data.States[..40];
        Assert.NotEqual(Values(before, states), Values(after, states));
    }

    [Fact]
    public void Two_threads_write_the_file_that_one_writes()
    {
        Assert.Equal(FileOf(Train(Tiny, threads: 1)), FileOf(Train(Tiny, threads: 2)));
        Assert.NotEqual(FileOf(Train(Tiny)), FileOf(Train(Tiny, seed: 1)));
    }

    [Fact]
    public void Cancelled_and_taken_up_again_it_writes_the_same_file()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var stopping = new TrainingSession
        {
            Threads = 1,
            CheckpointFolder = folder.File("checkpoints"),
            StepsBetweenReports = 1,
            Cancellation = cancellation.Token,
            Progress = new Reports(report =>
            {
                if (report is { Member: 1, Step: 23 }) cancellation.Cancel();
            }),
        };
        Assert.Throws<OperationCanceledException>(() => Train(Tiny, stopping));
        QPolicy resumed = Train(Tiny, stopping with { Cancellation = default });
        Assert.Equal(FileOf(Train(Tiny)), FileOf(resumed));
    }

    private static QPolicy Train(PolicyOptions options, int threads = 1, ulong seed = 0) => Train(options, new TrainingSession { Threads = threads }, seed);

    private static QPolicy Train(PolicyOptions options, TrainingSession session, ulong seed = 0)
    {
        TestWorld test = TestWorld.Find("learned gears");
        return PolicyTrainer.Train(test.World, test.Data, options, seed, session);
    }

    private static float[] Values(QPolicy policy, float[] states)
    {
        var values = new float[states.Length / policy.Spec.State.Count * policy.Spec.Actions.Count];
        policy.Values(states, values);
        return values;
    }

    private static byte[] FileOf(QPolicy policy)
    {
        using var folder = new TemporaryFolder();
        QPolicyFile.Write(folder.File("policy"), policy, new Provenance("hash", 1, 2));
        return File.ReadAllBytes(folder.File("policy"));
    }

    private sealed class Reports(Action<TrainingProgress> take) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => take(value);
    }
}
