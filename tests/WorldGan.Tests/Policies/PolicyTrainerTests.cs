using System.Reflection;
using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Tests.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies;

public class PolicyTrainerTests
{
    // Small, but long enough that the ring is full and starts over: 60 steps of 30 rows against 1100 places.
    private static readonly PolicyOptions Tiny = new()
    {
        Value = ValueKind.DoubleQ,
        Members = 2,
        HiddenWidth = 8,
        Steps = 60,
        BatchSize = 16,
        Rows = 30,
        ReplayCapacity = 1100,
        BranchSteps = 10,
        GradientStepsPerRolloutStep = 1,
    };

    private static readonly PolicyOptions Quantiles = Tiny with { Value = ValueKind.QrDqn, Quantiles = 4 };
    private static readonly PolicyOptions Categories = Tiny with { Value = ValueKind.C51, Atoms = 5 };
    private static readonly PolicyOptions Game = Tiny with { Value = ValueKind.Gan, Samples = 4 };
    private static readonly PolicyOptions Prioritised = Tiny with { Sampling = SamplingKind.Prioritised };
    private static readonly PolicyOptions Imitation = Tiny with { Reward = RewardKind.Imitation };
    private static readonly PolicyOptions Open = new() { Members = 1, HiddenWidth = 8, Steps = 20, BatchSize = 16 };

    /// <summary>Another value of each option, under which the policy must come out otherwise, and what it is changed from.</summary>
    private static readonly Dictionary<string, (PolicyOptions From, PolicyOptions To)> Changed = new()
    {
        [nameof(PolicyOptions.Source)] = (Open, Open with { Source = PolicySource.Log }),
        [nameof(PolicyOptions.Value)] = (Tiny, Quantiles),
        [nameof(PolicyOptions.Network)] = (Tiny, Tiny with { Network = NetworkKind.Plain }),
        [nameof(PolicyOptions.Sampling)] = (Tiny, Prioritised),
        [nameof(PolicyOptions.Members)] = (Tiny, Tiny with { Members = 3 }),
        [nameof(PolicyOptions.HiddenWidth)] = (Tiny, Tiny with { HiddenWidth = 9 }),
        [nameof(PolicyOptions.Steps)] = (Tiny, Tiny with { Steps = 61 }),
        [nameof(PolicyOptions.BatchSize)] = (Tiny, Tiny with { BatchSize = 17 }),
        [nameof(PolicyOptions.LoggedShare)] = (Tiny, Tiny with { LoggedShare = 0.5 }),
        [nameof(PolicyOptions.LearningRate)] = (Tiny, Tiny with { LearningRate = 2e-3 }),
        [nameof(PolicyOptions.TargetAveraging)] = (Tiny, Tiny with { TargetAveraging = 0.5 }),
        [nameof(PolicyOptions.ReturnSteps)] = (Tiny, Tiny with { ReturnSteps = 3 }),
        [nameof(PolicyOptions.Quantiles)] = (Quantiles, Quantiles with { Quantiles = 5 }),
        [nameof(PolicyOptions.Atoms)] = (Categories, Categories with { Atoms = 6 }),
        [nameof(PolicyOptions.Samples)] = (Game, Game with { Samples = 5 }),
        [nameof(PolicyOptions.CriticSteps)] = (Game, Game with { CriticSteps = 3 }),
        [nameof(PolicyOptions.CriticLearningRate)] = (Game, Game with { CriticLearningRate = 2e-3 }),
        [nameof(PolicyOptions.PenaltyWeight)] = (Game, Game with { PenaltyWeight = 0.5 }),
        [nameof(PolicyOptions.PriorityExponent)] = (Prioritised, Prioritised with { PriorityExponent = 0.9 }),
        [nameof(PolicyOptions.PriorityCorrection)] = (Prioritised, Prioritised with { PriorityCorrection = 0.9 }),
        [nameof(PolicyOptions.Rows)] = (Tiny, Tiny with { Rows = 31 }),
        [nameof(PolicyOptions.GradientStepsPerRolloutStep)] = (Tiny, Tiny with { GradientStepsPerRolloutStep = 2 }),
        [nameof(PolicyOptions.BranchSteps)] = (Tiny, Tiny with { BranchSteps = 2 }),
        [nameof(PolicyOptions.FirstBranchSteps)] = (Tiny, Tiny with { FirstBranchSteps = 2 }),
        [nameof(PolicyOptions.ReplayCapacity)] = (Tiny, Tiny with { ReplayCapacity = 1000 }),
        [nameof(PolicyOptions.Exploration)] = (Tiny with { FirstExploration = 0.1 }, Tiny with { FirstExploration = 0.1, Exploration = 0.9 }),
        [nameof(PolicyOptions.FirstExploration)] = (Tiny, Tiny with { FirstExploration = 0.9 }),
        [nameof(PolicyOptions.UncertaintyPenalty)] = (Tiny, Tiny with { UncertaintyPenalty = 1 }),
        [nameof(PolicyOptions.UncertaintyQuantile)] = (Tiny, Tiny with { UncertaintyQuantile = 0.9 }),
        [nameof(PolicyOptions.UncertaintyEnding)] = (Tiny with { UncertaintyQuantile = 0.9 }, Tiny with { UncertaintyQuantile = 0.9, UncertaintyEnding = UncertaintyEnding.TimeLimit }),
        [nameof(PolicyOptions.Reward)] = (Tiny, Imitation),
        [nameof(PolicyOptions.ImitationLoss)] = (Imitation, Imitation with { ImitationLoss = WorldModelLoss.WganGp }),
        [nameof(PolicyOptions.ImitationPenaltyWeight)] = (Imitation, Imitation with { ImitationPenaltyWeight = 100 }),
        [nameof(PolicyOptions.ImitationLearningRate)] = (Imitation, Imitation with { ImitationLearningRate = 1e-2 }),
        [nameof(PolicyOptions.RewardLimit)] = (Imitation, Imitation with { RewardLimit = 0.01 }),
        [nameof(PolicyOptions.ConservativeWeight)] = (Tiny, Tiny with { ConservativeWeight = 1 }),
        [nameof(PolicyOptions.BehaviourThreshold)] = (Tiny, Tiny with { BehaviourThreshold = 0.99 }),
    };

    public static TheoryData<string> Options => [.. typeof(PolicyOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_changes_the_policy(string option)
    {
        PropertyInfo property = typeof(PolicyOptions).GetProperty(option)!;
        (PolicyOptions from, PolicyOptions to) = Changed[option];
        Assert.NotEqual(property.GetValue(from), property.GetValue(to));
        QPolicy before = Train(from), after = Train(to);
        float[] states = TestWorld.Find("gears").Data.States[..40];
        Assert.NotEqual(Values(before, states), Values(after, states));
    }

    [Fact]
    public void Two_threads_write_the_file_that_one_writes()
    {
        PolicyOptions cautious = Prioritised with { UncertaintyPenalty = 1, UncertaintyQuantile = 0.9, ConservativeWeight = 0.1, ReturnSteps = 2 };
        foreach (PolicyOptions options in new[] { Tiny, cautious, Quantiles, Categories, Game, Imitation })
        {
            byte[] one = FileOf(Train(options, threads: 1));
            Assert.Equal(one, FileOf(Train(options, threads: 2)));
            Assert.NotEqual(one, FileOf(Train(options, seed: 1)));
        }
    }

    [Fact]
    public void Without_a_world_the_log_is_the_only_source()
    {
        var session = new TrainingSession { Threads = 1 };
        Assert.Contains("expected a world", Assert.Throws<ArgumentException>(() => PolicyTrainer.Train(null, TestWorld.Find("gears").Data, Tiny, 0, session)).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(PolicySource.Log, PolicyTrainer.Train(null, TestWorld.Find("gears").Data, Open with { Source = PolicySource.Log }, 0, session).Options.Source);
    }

    [Fact]
    public void Only_imitation_has_an_expert_and_only_other_rewards_need_the_logs()
    {
        TestWorld test = TestWorld.Find("learned gears");
        TransitionSet bare = TransitionSet.From(test.Data.Spec, [new Episode { Id = "a", States = [.. test.Data.States[..test.Data.Width], .. test.Data.NextStates[..test.Data.Width]], Actions = [0], Rewards = [], Ending = Ending.None }]);
        Assert.Equal("Reward Imitation: expected an expert's steps to imitate, got none.", Fault(Imitation, test.Data, null));
        Assert.Equal("Reward Logged: expected no expert, got one.", Fault(Tiny, test.Data, test.Data));
        Assert.Equal("Reward Logged: expected a log with rewards, got one without.", Fault(Tiny, bare, null));

        string Fault(PolicyOptions options, TransitionSet data, TransitionSet? experts) =>
            Assert.Throws<ArgumentException>(() => PolicyTrainer.Train(test.World, data, options, 0, new TrainingSession { Threads = 1 }, experts)).Message;
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
        return PolicyTrainer.Train(test.World, test.Data, options, seed, session, options.Reward == RewardKind.Imitation ? test.Data : null);
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
