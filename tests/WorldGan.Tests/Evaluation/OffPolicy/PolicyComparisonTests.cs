using WorldGan.Datasets;
using WorldGan.Evaluation.OffPolicy;
using WorldGan.Evaluation.Statistics;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation.OffPolicy;

public class PolicyComparisonTests
{
    private static readonly ToyWorld World = new();

    private static readonly TransitionSet Log = World.Log(0.5, 3000, seed: 5);

    private static readonly OffPolicyOptions Options = new() { FittedNetworks = 4, FittedSteps = 1500, FittedWidth = 16, FittedBatchSize = 64, FittedLearningRate = 3e-3, PolicyDraws = 40 };

    [Fact]
    public void The_difference_is_the_true_one_and_known_better_than_either_value()
    {
        PolicyComparison comparison = Compare(0.9, 0.8);
        double truth = World.Value(0.9) - World.Value(0.8);
        Assert.InRange(truth, comparison.Model!.Interval.Low, comparison.Model.Interval.High);
        Assert.InRange(truth, comparison.Fitted!.Interval.Low, comparison.Fitted.Interval.High);
        Assert.True(Width(comparison.Model) < Width(comparison.Other!), $"Expected less than {comparison.Other!.Interval}, got {comparison.Model.Interval}.");
        Assert.True(comparison.ConfidenceNotWorse(0) > 0.9);
        Assert.True(Compare(0.8, 0.9).ConfidenceNotWorse(0) < 0.1);
    }

    [Fact]
    public void A_policy_is_surely_not_worse_than_itself()
    {
        PolicyComparison same = Compare(0.7, 0.7);
        Assert.Equal((0, 0, 0, 0), (same.Model!.Value, same.Model.StandardError, same.Fitted!.Value, same.Fitted.StandardError));
        Assert.Equal(1, same.ConfidenceNotWorse(0));
    }

    [Theory]
    [InlineData(-0.5, 1, 0.5, 0.5)]
    [InlineData(0, 1, 0, 0.5)]
    [InlineData(1, 1, 0, 0.841)]
    [InlineData(-1, 0, 0.9, 0)]
    [InlineData(-1, 0, 1, 1)]
    public void The_margin_is_what_may_be_lost(double difference, double error, double margin, double confidence) =>
        Assert.Equal(confidence, new PolicyComparison(null, new ValueEstimate(difference, error, null), null, 0).ConfidenceNotWorse(margin)!.Value, 1e-3);

    [Fact]
    public void The_more_doubtful_way_decides() =>
        Assert.Equal(0.5, new PolicyComparison(null, new ValueEstimate(9, 1, null), new ValueEstimate(0, 1, null), 0).ConfidenceNotWorse(0)!.Value, 1e-9);

    [Fact]
    public void Nothing_is_told_far_behind_the_support_or_without_evidence()
    {
        Assert.Null(new PolicyComparison(null, new ValueEstimate(9, 1, null), null, 0.4).ConfidenceNotWorse(0));
        Assert.Null(new PolicyComparison(null, null, null, 0).ConfidenceNotWorse(0));
        Assert.Null(new PolicyComparison(null, new ValueEstimate(9, 1, null), null, 0) { WhyNotToJudge = "terminalWhen contradicts the log" }.ConfidenceNotWorse(0));
    }

    /// <summary>The other goes left and is lost at once: what it may earn there is the goal, and nobody knows.</summary>
    [Fact]
    public void What_the_other_may_earn_behind_the_support_counts_for_it()
    {
        PolicyComparison comparison = PolicyComparison.Measure(new LostOnTheLeft(), null, 1, World.Policy(1), World.Policy(0), Log, horizon: 200, Options with { FittedNetworks = 0 }, seed: 11, threads: 1, CancellationToken.None);
        Assert.Equal(Of(1).Value.Value - Of(0).Hopeful.Value, comparison.Model!.Value, 1e-9);
        Assert.InRange(Of(0).Hopeful.Value, 0.7, 0.9);
        Assert.True(comparison.LeftSupportShare > 0.9);
        Assert.Null(comparison.ConfidenceNotWorse(0));

        ModelEvaluation Of(double right) => ModelEvaluation.Run(new LostOnTheLeft(), null, 1, World.Policy(right), Log, horizon: 200, Options, seed: 11, threads: 1, CancellationToken.None)!;
    }

    private static PolicyComparison Compare(double right, double other) =>
        PolicyComparison.Measure(World, null, 1, World.Policy(right), World.Policy(other), Log, horizon: 200, Options, seed: 11, threads: 1, CancellationToken.None);

    private static double Width(ValueEstimate estimate)
    {
        Interval interval = estimate.Interval;
        return interval.High - interval.Low;
    }

    private sealed class LostOnTheLeft : IWorld
    {
        public WorldSpec Spec => World.Spec;

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => World.Reset(keys, states);

        public void Step(StepBatch batch)
        {
            World.Step(batch);
            for (int row = 0; row < batch.Count; row++)
                if (batch.Actions[row] == 0) batch.Endings[row] = Ending.LeftSupport;
        }
    }
}
