using WorldGan.Datasets;
using WorldGan.Evaluation.OffPolicy;
using WorldGan.Evaluation.Statistics;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation.OffPolicy;

/// <summary>A log that goes right half the time, and policies that go right more or less often, in a world whose values are known.</summary>
public class EstimatorTests
{
    private const double Logged = 0.5;

    private static readonly ToyWorld World = new();

    private static readonly OffPolicyOptions Options = new() { FittedNetworks = 4, FittedSteps = 1500, FittedWidth = 16, FittedBatchSize = 64, FittedLearningRate = 3e-3, PolicyDraws = 40 };

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void All_three_agree_with_the_exact_value_within_their_intervals(double right)
    {
        TransitionSet data = World.Log(Logged, 4000, seed: 5);
        double truth = World.Value(right);
        AssertNear(truth, Model(data, right, seed: 1).Interval, width: 0.2);
        AssertNear(truth, Fitted(data, right, seed: 1).Interval, width: 0.3);
        AssertNear(truth, Weighted(data, right).Interval, width: 0.3);
    }

    /// <summary>150 repetitions of 90 %: three standard deviations are 7.3 %.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.8)]
    public void The_weighted_interval_covers_nine_times_in_ten(double right) => AssertCoverage(150, 0.82, 0.98, right, seed => Weighted(World.Log(Logged, 600, seed), right).Interval);

    /// <summary>The true world as the learned one: what varies is which beginnings the log has.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.8)]
    public void The_interval_of_a_perfect_model_covers_nine_times_in_ten(double right) => AssertCoverage(150, 0.82, 0.98, right, seed => Model(World.Log(Logged, 600, seed), right, seed + 1).Interval);

    /// <summary>30 repetitions: three standard deviations are 16 %. Its few opinions hold the weights' randomness beside the log's, so it errs on the wide side.</summary>
    [Fact]
    public void The_fitted_interval_covers_as_often_as_it_says() => AssertCoverage(30, 0.74, 1, 0.8, seed => Fitted(World.Log(Logged, 600, seed), 0.8, seed).Interval);

    /// <summary>Of two episodes of reward 2 a step one was cut after 2 of 4 steps. The other two would come to 2 + 2 / 2 at the most, behind 2 steps of discount 1/2, and nothing at the least.</summary>
    [Fact]
    public void What_an_episode_was_cut_off_from_is_what_rewards_allow_up_to_the_horizon()
    {
        WorldSpec spec = LineWorld.Plain with { Discount = 0.5 };
        TransitionSet data = TransitionSet.From(spec, new[] { (Steps: 2, Ending.TimeLimit), (Steps: 3, Ending.Terminal) }.Select(e => new Episode
        {
            Id = $"{e.Steps}",
            States = new double[e.Steps + 1],
            Actions = new int[e.Steps],
            Rewards = [.. Enumerable.Repeat(2.0, e.Steps)],
            Ending = e.Item2,
        }));
        RewardRanges rewards = RewardRanges.Of(spec, Normalizer.Measure(data));
        Assert.Equal(new RewardRange(0, 3 * 0.25 / 2), LoggedEpisodes.CutOff(data, rewards, horizon: 4));
        Assert.Equal(default, LoggedEpisodes.CutOff(data, rewards, horizon: 2));
        Assert.Equal([3, 3.5], LoggedEpisodes.Returns(data, horizon: 4));
        Assert.Equal([2, 2], LoggedEpisodes.Returns(data, horizon: 1));
    }

    [Fact]
    public void Episodes_that_the_policy_would_never_make_weigh_nothing()
    {
        TransitionSet data = World.Log(Logged, 8000, seed: 3);
        WeightedValue always = Weighted(data, right: 1);
        Assert.Equal(World.Value(1), always.Value, 0.1);
        Assert.True(always.EffectiveEpisodes < LoggedEpisodes.Whole(data).Length / 3.0, $"Expected few effective episodes, got {always.EffectiveEpisodes}.");
    }

    [Fact]
    public void Logged_and_target_policy_alike_give_the_logs_own_mean()
    {
        TransitionSet data = World.Log(Logged, 1000, seed: 3);
        WeightedValue same = Weighted(data, Logged);
        Assert.Equal(LoggedEpisodes.Returns(data).Average(), same.Value, 1e-6);
        Assert.Equal(LoggedEpisodes.Whole(data).Length, same.EffectiveEpisodes, 1e-6);
    }

    [Fact]
    public void A_logged_action_that_could_not_be_is_refused()
    {
        TransitionSet data = World.Log(Logged, 100, seed: 3);
        double[] some = [.. Enumerable.Repeat(0.5, data.Count)];
        Assert.StartsWith("Row 7: ", Assert.Throws<ArgumentException>(() => ImportanceSampling.Run(data, [.. some.Select((p, row) => row == 7 ? 0 : p)], some)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ImportanceSampling.Run(data, [0.5], some));
    }

    [Fact]
    public void Where_the_log_knows_how_probable_its_actions_were_a_report_weighs_them()
    {
        TransitionSet data = World.Log(Logged, 2000, seed: 3, probabilities: true);
        foreach (double right in new[] { 0.8, 1 })
        {
            WeightedValue told = ImportanceSampling.Run(data, World.Policy(right), draws: 4, seed: 0)!, by = Weighted(data, right);
            Assert.Equal(by.Value, told.Value, 1e-9);
            Assert.Equal(by.EffectiveEpisodes, told.EffectiveEpisodes, 1e-6);
            Assert.NotEqual(LoggedEpisodes.Returns(data).Average(), told.Value, 0.05);
        }
    }

    /// <summary>Episodes of 20 steps, in none of which the policy would have done the same beyond the first two: no reward is known there, and 0 is not it.</summary>
    [Fact]
    public void Where_no_logged_episode_goes_on_as_the_policy_would_nothing_is_told()
    {
        TransitionSet data = LineWorld.Log((0, 20, Ending.TimeLimit), (0, 20, Ending.TimeLimit));
        double[] logged = [.. data.Steps.Select(_ => 0.5)];
        Assert.NotNull(ImportanceSampling.Run(data, logged, logged));
        Assert.Null(ImportanceSampling.Run(data, logged, [.. data.Steps.Select(step => step < 2 ? 0.5 : 0)]));
    }

    /// <summary>From each beginning 2 steps at -0.1 and then the edge: behind it the goal's 0.9 at best, once, and -0.1 a step at worst.</summary>
    [Fact]
    public void Behind_the_support_lie_the_lowest_and_the_highest_return()
    {
        TransitionSet data = World.Log(Logged, 600, seed: 3);
        ModelEvaluation model = ModelEvaluation.Run(new EdgeOfToyWorld(), null, 1, World.Policy(1), data, horizon: 200, Options, seed: 1, threads: 1, CancellationToken.None)!;
        Assert.Equal(-0.1 / (1 - 0.9), model.Value.Value, 1e-4);
        Assert.Equal(-0.1 - 0.1 * 0.9 + 0.81 * 0.9, model.Hopeful.Value, 1e-4);
        Assert.Equal(198 / 200.0, model.LeftSupportShare, 1e-9);
    }

    [Fact]
    public void Members_that_disagree_widen_the_interval()
    {
        TransitionSet data = World.Log(Logged, 600, seed: 3);
        ModelEvaluation alike = Model(data, 0.5, seed: 1), apart = ModelEvaluation.Run(new TwoOpinions(), key => (int)key.Trajectory % 2, 2, World.Policy(0.5), data, 200, Options, 1, 1, CancellationToken.None)!;
        Assert.True(apart.Interval.High - apart.Interval.Low > 5 * (alike.Interval.High - alike.Interval.Low));
    }

    [Fact]
    public void Estimates_do_not_depend_on_threads()
    {
        TransitionSet data = World.Log(Logged, 600, seed: 3);
        OffPolicyOptions few = Options with { FittedSteps = 50 };
        Assert.Equal(
            FittedQEvaluation.Run(data, World.Policy(0.7), few, 1, threads: 1, CancellationToken.None),
            FittedQEvaluation.Run(data, World.Policy(0.7), few, 1, threads: 3, CancellationToken.None));
    }

    [Fact]
    public void A_log_without_beginnings_has_no_estimates()
    {
        TransitionSet data = LineWorld.Log((3, 5, Ending.Terminal));
        var line = new LineWorld();
        Assert.Null(ModelEvaluation.Run(line, null, 1, new ConstantPolicy(1), data, 50, Options, 1, 1, CancellationToken.None));
        Assert.Null(FittedQEvaluation.Run(data, new ConstantPolicy(1), Options, 1, 1, CancellationToken.None));
        Assert.Null(ImportanceSampling.Run(data, [.. data.Actions.Select(_ => 1.0)], [.. data.Actions.Select(_ => 1.0)]));
    }

    private static ModelEvaluation Model(TransitionSet data, double right, ulong seed) =>
        ModelEvaluation.Run(World, null, 1, World.Policy(right), data, horizon: 200, Options, seed + 1000, threads: 1, CancellationToken.None)!;

    private static ValueEstimate Fitted(TransitionSet data, double right, ulong seed) => FittedQEvaluation.Run(data, World.Policy(right), Options, seed, threads: 1, CancellationToken.None)!;

    private static WeightedValue Weighted(TransitionSet data, double right) => ImportanceSampling.Run(data, ToyWorld.Probabilities(data, Logged), ToyWorld.Probabilities(data, right))!;

    private static void AssertNear(double truth, Interval interval, double width)
    {
        Assert.InRange(truth, interval.Low, interval.High);
        Assert.True(interval.High - interval.Low < width, $"{interval}");
    }

    private static void AssertCoverage(int repetitions, double least, double most, double right, Func<ulong, Interval> interval)
    {
        double truth = World.Value(right);
        Assert.InRange(Enumerable.Range(0, repetitions).Count(i => interval((ulong)i).Holds(truth)) / (double)repetitions, least, most);
    }

    /// <summary>Stays where it is for 2 steps and then no longer knows.</summary>
    private sealed class EdgeOfToyWorld : IWorld
    {
        public WorldSpec Spec => World.Spec;

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => throw new NotSupportedException();

        public void Step(StepBatch batch)
        {
            for (int row = 0; row < batch.Count; row++)
                (batch.NextStates[row], batch.Rewards[row], batch.Endings[row]) = (batch.States[row], -0.1f, batch.Keys[row].Step == 1 ? Ending.LeftSupport : Ending.None);
        }
    }

    /// <summary>Even trajectories end well at once, odd ones end badly at once.</summary>
    internal sealed class TwoOpinions : IWorld
    {
        public WorldSpec Spec => World.Spec;

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => throw new NotSupportedException();

        public void Step(StepBatch batch)
        {
            for (int row = 0; row < batch.Count; row++)
                (batch.NextStates[row], batch.Rewards[row], batch.Endings[row]) = (batch.States[row], batch.Keys[row].Trajectory % 2 == 0 ? 0.9f : -0.1f, Ending.Terminal);
        }
    }
}
