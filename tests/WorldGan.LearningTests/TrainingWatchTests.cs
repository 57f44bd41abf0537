using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Simulators;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Watch;
using WorldGan.Worlds;

namespace WorldGan.LearningTests;

/// <summary>A training that does well is left in peace, and each of the known breakdowns, provoked, is called by its name.</summary>
public class TrainingWatchTests
{
    private static readonly WorldModelOptions Short = new() { Members = 1, MeanSteps = 1000, HeadSteps = 1, AdversarialSteps = 2000 };

    public static TheoryData<IWorld, ulong> Healthy
    {
        get
        {
            var data = new TheoryData<IWorld, ulong>();
            foreach (IWorld world in new IWorld[] { new CartPole(), new SlipperyCartPole(), new RingWorld(), new PartlyRandomCartPole(), new MountainCar() })
                foreach (ulong seed in new ulong[] { 1, 2 }) data.Add(world, seed);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Healthy))]
    public void A_healthy_training_gives_no_warning(IWorld world, ulong seed) => Assert.Empty(Train(Logs.Random(world, 10_000, seed), Short, seed));

    [Fact]
    public void A_latent_too_narrow_to_matter_is_called_ignored() =>
        Assert.Equal([TrainingWords.LatentIgnored], Train(Slippery(10_000), Short with { LatentScale = 0.01 }, 1));

    [Fact]
    public void A_critic_without_a_penalty_is_called_too_strong() =>
        Assert.Contains(TrainingWords.CriticTooStrong, Train(Slippery(10_000), Short with { PenaltyWeight = 0 }, 1));

    [Fact]
    public void A_rate_at_which_the_generator_dies_is_called_a_critic_too_strong() =>
        Assert.Contains(TrainingWords.CriticTooStrong, Train(Logs.Random(new RingWorld(), 10_000, 1), Short with { AdversarialLearningRate = 0.2 }, 1));

    [Fact]
    public void A_critic_that_had_no_time_to_learn_tells_nothing_and_is_called_outrun() =>
        Assert.Contains(TrainingWords.GeneratorTooStrong, Train(Slippery(10_000), Short with { AdversarialSteps = 1 }, 1));

    [Fact]
    public void A_critic_whose_weights_are_clipped_to_nothing_is_called_outrun() =>
        Assert.Contains(TrainingWords.GeneratorTooStrong, Train(Slippery(10_000), Short with { Loss = WorldModelLoss.Wgan, WeightLimit = 1e-4 }, 1));

    [Theory]
    [InlineData(WorldModelLoss.Minimax)]
    [InlineData(WorldModelLoss.NonSaturating)]
    public void A_rare_hump_that_is_lost_is_called_collapsed(WorldModelLoss loss) =>
        Assert.Equal([TrainingWords.HumpCollapsed], Train(Slippery(10_000), Short with { Loss = loss }, 1));

    [Fact]
    public void A_tiny_log_under_a_wide_network_is_called_learned_by_heart() =>
        Assert.Contains(TrainingWords.Memorised, Train(Slippery(60), Short with { NoiseWidth = 128, BatchSize = 64, ConditionNoise = 0, AdversarialSteps = 3000, AdversarialLearningRate = 0.003 }, 1));

    private static TransitionSet Slippery(int transitions) => Logs.Random(new SlipperyCartPole(), transitions, 1);

    // Of all measurements, those in the middle of the training too.
    private static string[] Train(TransitionSet data, WorldModelOptions options, ulong seed)
    {
        var reports = new Warnings();
        WorldModelTrainer.Train(data, options, seed, new TrainingSession { Threads = 1, Progress = reports });
        return [.. reports.All];
    }

    private sealed class Warnings : IProgress<TrainingProgress>
    {
        public HashSet<string> All { get; } = [];

        public void Report(TrainingProgress value)
        {
            Assert.Null(value.Incident);
            All.UnionWith(value.Warnings);
        }
    }
}
