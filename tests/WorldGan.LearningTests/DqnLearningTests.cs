using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.LearningTests;

public class DqnLearningTests
{
    private static readonly PolicyOptions Small = new()
    {
        Members = 1,
        HiddenWidth = 32,
        Steps = 2000,
        BatchSize = 32,
        Rows = 8,
        BranchSteps = 10,
        ReplayCapacity = 2000,
        LearningRate = 3e-3,
        TargetAveraging = 0.98,
        Exploration = 0.5,
    };

    private static readonly PolicyOptions LogOnly = Small with
    {
        Source = PolicySource.Log,
        Rows = null,
        BranchSteps = null,
        ReplayCapacity = null,
        Exploration = null,
    };

    /// <summary>Each part of the family, alone and with others.</summary>
    public static TheoryData<string> Parts => [.. Variants.Keys];

    private static readonly Dictionary<string, PolicyOptions> Variants = new()
    {
        ["plain"] = Small with { Network = NetworkKind.Plain },
        ["prioritised"] = Small with { Sampling = SamplingKind.Prioritised },
        ["quantiles"] = Small with { Value = ValueKind.QrDqn, Quantiles = 8 },
        ["categories"] = Small with { Value = ValueKind.C51 },
        ["samples"] = Small with { Value = ValueKind.Gan, Samples = 8, ReturnSteps = 1 },   // what follows the first step is what random actions did, not what would be best
        ["ensemble"] = Small with { Members = 3 },
        ["log"] = LogOnly,
        ["log, all at once"] = LogOnly with { Value = ValueKind.QrDqn, Quantiles = 8, Sampling = SamplingKind.Prioritised, Network = NetworkKind.Plain },
        ["simulator"] = Small with { Source = PolicySource.Simulator, BranchSteps = null },
        ["simulator, all at once"] = Small with { Source = PolicySource.Simulator, BranchSteps = null, Value = ValueKind.C51, Sampling = SamplingKind.Prioritised },
        ["a log of all actions, none of them rare"] = LogOnly with { BehaviourThreshold = 0.3 },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_part_finds_the_optimal_values_of_a_chain(string part) =>
        ExpectOptimalValues(Chain(), seed: 0, tolerance: 0.03, Variants[part]);

    /// <summary>A reward of 0 in a quarter of all cases and of 1 in the others, and then all is over: the generator's samples are those, in these shares.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_samples_of_a_return_split_between_what_may_come_by_its_odds(ulong seed)
    {
        const int Samples = 16;
        TransitionSet log = TransitionSet.From(Chain().Spec, Enumerable.Range(0, 400).Select(k =>
            new Episode { Id = $"{k}", States = [0, 0], Actions = [0], Rewards = [k % 4 == 0 ? 0 : 1], Ending = Ending.Terminal }));
        QPolicy policy = PolicyTrainer.Train(null, log, LogOnly with { Value = ValueKind.Gan, Samples = Samples, Network = NetworkKind.Plain }, seed, new TrainingSession { Threads = 1 });
        double[] samples = [.. SamplesOfTheFirstAction(policy, [0f]).Take(Samples).Order()];
        Assert.All(samples[..4], sample => Assert.Equal(0, sample, 0.05));
        Assert.All(samples[4..], sample => Assert.Equal(1, sample, 0.05));
    }

    /// <summary>Where only the first action matters, what was done afterwards is the best there is, so that returns of several steps are exact.</summary>
    [Fact]
    public void Returns_of_several_steps_add_up_to_the_optimal_values()
    {
        // One action that matters, at the beginning; then nothing can be chosen.
        var steps = new (int, float, bool)[,] { { (1, 0, false), (2, 0, false) }, { (3, 0.5f, false), (3, 0.5f, false) }, { (3, 0, false), (3, 0, false) }, { (3, 0.2f, true), (3, 0.2f, true) } };
        ExpectOptimalValues(new TabularWorld(steps, discount: 0.9), seed: 0, tolerance: 0.02, Small with { ReturnSteps = 3, LoggedShare = 0 });
    }

    /// <summary>Both arms pay the same, but the log knows one of them only. It pays 0.5 and ends, so no value lies beyond 0 to 0.5.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Conservatism_makes_what_was_never_logged_look_worse(double weight)
    {
        TransitionSet log = TransitionSet.From(Chain().Spec, [new Episode { Id = "0", States = [0, 1], Actions = [1], Rewards = [0.5], Ending = Ending.Terminal }]);
        QPolicy policy = PolicyTrainer.Train(null, log, LogOnly with { ConservativeWeight = weight, Steps = 500 }, 0, new TrainingSession { Threads = 1 });
        var values = new float[2];
        policy.Values([0f], values);
        if (weight > 0) Assert.True(values[1] > values[0] + 0.4, $"Expected the logged action to look better by far, got {values[1]} and {values[0]}.");
        else Assert.Equal(0.5, values[1], 0.01);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void In_each_context_the_better_arm_is_found_with_its_value(ulong seed)
    {
        // Context k pays for arm k % 2 and takes for the other; then all is over.
        var steps = new (int, float, bool)[4, 2];
        for (int k = 0; k < 4; k++)
            for (int arm = 0; arm < 2; arm++) steps[k, arm] = (k, arm == k % 2 ? 0.5f + 0.1f * k : -0.5f, true);
        ExpectOptimalValues(new TabularWorld(steps, discount: 0.9), seed, tolerance: 0.01);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Along_a_chain_the_values_fall_by_the_discount_with_each_step_from_the_goal(ulong seed) => ExpectOptimalValues(Chain(), seed, tolerance: 0.01);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void What_a_step_costs_makes_the_shorter_way_better(ulong seed)
    {
        // Each step costs 1: two steps over place 1 beat four steps through 2, 3 and 4.
        var steps = new (int, float, bool)[5, 2]
        {
            { (1, -1, false), (2, -1, false) },
            { (1, -1, true), (0, -1, false) },
            { (3, -1, false), (0, -1, false) },
            { (4, -1, false), (2, -1, false) },
            { (4, -1, true), (3, -1, false) },
        };
        ExpectOptimalValues(new TabularWorld(steps, discount: 0.8), seed, tolerance: 0.01);
    }

    [Theory]
    [InlineData(Ending.TimeLimit)]
    [InlineData(Ending.None)]
    public void A_step_limit_bootstraps_so_that_the_lasting_reward_wins(Ending cut)
    {
        // 0.5 at once and the end, or 0.1 for ever: 0.1 / (1 - 0.9) = 1. All of the log's episodes are cut after one step.
        var world = new TabularWorld(new (int, float, bool)[,] { { (0, 0.5f, true), (0, 0.1f, false) }, { (0, 0, true), (0, 0, true) } }, 0.9, stepLimit: 1);
        float[] values = Learn(world, cut, seed: 0, Small with { LoggedShare = 1 });
        Assert.Equal(0.5, values[0], 0.01);
        Assert.Equal(1, values[1], 0.01);
    }

    [Fact]
    public void A_terminal_does_not_bootstrap_so_that_the_greater_reward_wins()
    {
        var world = new TabularWorld(new (int, float, bool)[,] { { (0, 0.5f, true), (0, 0.1f, true) }, { (0, 0, true), (0, 0, true) } }, 0.9, stepLimit: 1);
        float[] values = Learn(world, Ending.None, seed: 0, Small with { LoggedShare = 1 });
        Assert.Equal(0.5, values[0], 0.01);
        Assert.Equal(0.1, values[1], 0.01);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void In_the_true_cartpole_a_short_training_beats_random_by_far(ulong seed)
    {
        var world = new CartPole();
        var data = Logs.Random(world, transitions: 2000, seed);
        var options = new PolicyOptions { Members = 1, HiddenWidth = 64, Steps = 3000, BatchSize = 64, Rows = 16, TargetAveraging = 0.99, LoggedShare = 0.1 };
        QPolicy policy = PolicyTrainer.Train(world, data, options, seed, new TrainingSession { Threads = 1 });
        double random = Returns.Mean(world, new RandomPolicy(world.Spec)), learned = Returns.Mean(world, policy);
        Assert.InRange(random, 15, 30);
        Assert.True(learned > 100, $"Expected a return above 100, got {learned}.");  // 165 is the least of fifteen seeds
    }

    // The first action goes back to the beginning with a little reward, the second one on to the goal.
    private static TabularWorld Chain()
    {
        const int Places = 6;
        var steps = new (int, float, bool)[Places, 2];
        for (int k = 0; k < Places; k++)
        {
            steps[k, 0] = (0, 0.02f, false);
            steps[k, 1] = k == Places - 1 ? (k, 1, true) : (k + 1, 0, false);
        }

        return new TabularWorld(steps, discount: 0.9, stepLimit: 20);        // else whoever prefers the first action never sees the goal again
    }

    private static IEnumerable<double> SamplesOfTheFirstAction(QPolicy policy, float[] state)
    {
        var pass = new MlpPass<float>(policy.Networks[0], 1);
        policy.Encoder.WriteState(state, pass.Input);
        pass.Infer(1);
        return policy.NewHead().Atoms(pass.Output).ToArray().Select(atom => atom * policy.Target.Scale);
    }

    private static void ExpectOptimalValues(TabularWorld world, ulong seed, double tolerance, PolicyOptions? options = null)
    {
        float[] got = Learn(world, Ending.None, seed, options ?? Small);
        double[,] expected = world.OptimalValues();
        for (int i = 0; i < got.Length; i++) Assert.Equal(expected[i / 2, i % 2], got[i], tolerance);
    }

    private static float[] Learn(TabularWorld world, Ending cut, ulong seed, PolicyOptions options)
    {
        QPolicy policy = PolicyTrainer.Train(world, world.Log(cut, options.BehaviourThreshold > 0 ? 40 : 1), options, seed, new TrainingSession { Threads = 1 });
        float[] places = [.. Enumerable.Range(0, world.Spec.State[0].Categories).Select(k => (float)k)];
        var values = new float[places.Length * 2];
        policy.Values(places, values);
        return values;
    }
}
