using WorldGan.Evaluation.OffPolicy;
using WorldGan.Evaluation.Statistics;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation.OffPolicy;

public class VerdictTests
{
    private static readonly ValueEstimate Logged = new(10, 0.1, null);

    [Theory]
    [InlineData(12, 1, 12, 1, 0, Answer.Better, "better than the logged policy with 98 % confidence")]
    [InlineData(12, 1, 11.5, 1, 0, Answer.Better, "better than the logged policy with 93 % confidence")]
    [InlineData(7, 1, 6, 1, 0, Answer.Worse, "worse than the logged policy with 99 % confidence")]
    [InlineData(20, 1, 5, 1, 0, Answer.CannotTell, "cannot tell: the learned world and the fitted values disagree")]
    [InlineData(10.5, 1, 10.3, 1, 0, Answer.CannotTell, "cannot tell: it is better with 62 % confidence only")]
    [InlineData(99, 1, 99, 1, 0.41, Answer.CannotTell, "cannot tell: 41 % of its steps leave the log's support")]
    [InlineData(12, 1, 12, 1, 0.33, Answer.Better, "better than the logged policy with 98 % confidence")]
    public void Both_must_be_sure_and_inside_the_support(double model, double modelError, double fitted, double fittedError, double leftSupport, Answer answer, string words)
    {
        Verdict verdict = Verdict.Of(Logged, Logged, Model(new(model, modelError, null), leftSupport), new ValueEstimate(fitted, fittedError, null));
        Assert.Equal((answer, words), (verdict.Answer, verdict.Words));
        Assert.Equal(answer == Answer.CannotTell, verdict.Confidence is null);
    }

    /// <summary>An episode that was cut might have earned more, or less: 12 is better than 10, but not than 10 and a rest of up to 3.</summary>
    [Theory]
    [InlineData(12, 0, 3, Answer.CannotTell, "cannot tell: logged episodes were cut, and what would have followed may be worth 0 to 3 to each")]
    [InlineData(15, 0, 3, Answer.Better, "better than the logged policy with 98 % confidence")]
    [InlineData(7, -3, 9, Answer.CannotTell, "cannot tell: logged episodes were cut, and what would have followed may be worth -3 to 9 to each")]
    [InlineData(4, -3, 9, Answer.Worse, "worse than the logged policy with 99 % confidence")]
    [InlineData(10.5, 0, 3, Answer.CannotTell, "cannot tell: it is better with 69 % confidence only")]
    public void What_logged_episodes_were_cut_off_from_counts_for_them(double value, double least, double most, Answer answer, string words)
    {
        Verdict verdict = Verdict.Of(Logged, Logged, Model(new(value, 1, null), 0), fitted: null, new RewardRange(least, most));
        Assert.Equal((answer, words), (verdict.Answer, verdict.Words));
    }

    /// <summary>Fitted values know no horizon: beside the log's returns up to that of the model they would look better than they are.</summary>
    [Fact]
    public void Fitted_values_are_put_beside_whole_returns()
    {
        var fitted = new ValueEstimate(15, 1, null);
        Assert.Equal(Answer.Better, Verdict.Of(Logged, Logged, Model(fitted, 0), fitted).Answer);
        Assert.Equal(Answer.CannotTell, Verdict.Of(Logged, new(20, 0.1, null), Model(fitted, 0), fitted).Answer);
        Assert.Equal(Answer.Better, Verdict.Of(Logged, new(20, 0.1, null), Model(fitted, 0), new(25, 1, null)).Answer);
    }

    /// <summary>How sure it is hangs on the spread, which stays.</summary>
    [Fact]
    public void No_return_lies_beyond_what_rewards_allow()
    {
        ValueEstimate bounded = new ValueEstimate(99, 1, null).Within(new RewardRange(0, 100)), beyond = new ValueEstimate(101, 1, null).Within(new RewardRange(0, 100));
        Assert.Equal((99, 1, 97.355, 100), (bounded.Value, bounded.StandardError, Math.Round(bounded.Interval.Low, 3), bounded.Interval.High));
        Assert.Equal((100, 1, 99.355, 100), (beyond.Value, beyond.StandardError, Math.Round(beyond.Interval.Low, 3), beyond.Interval.High));
    }

    [Fact]
    public void One_way_is_enough_where_the_other_was_left_out() =>
        Assert.Equal(Answer.Better, Verdict.Of(Logged, Logged, Model(new(12, 1, null), 0), fitted: null).Answer);

    [Fact]
    public void Nothing_is_told_without_logged_episodes() => Assert.Contains("fewer than two whole episodes", Verdict.Of(null, null, Model(new(12, 1, null), 0), null).Words, StringComparison.Ordinal);

    /// <summary>The 95th and 99th percentiles of Student's distribution, as tables have them.</summary>
    [Theory]
    [InlineData(1, 6.3137515, 0.95)]
    [InlineData(1, 31.820516, 0.99)]
    [InlineData(2, 2.9199856, 0.95)]
    [InlineData(3, 2.3533634, 0.95)]
    [InlineData(4, 2.1318468, 0.95)]
    [InlineData(5, 2.0150484, 0.95)]
    [InlineData(30, 1.6972609, 0.95)]
    [InlineData(30, -1.6972609, 0.05)]
    [InlineData(200, 2.3451371, 0.99)]
    [InlineData(null, 1.6448536, 0.95)]
    [InlineData(7, 0, 0.5)]
    public void Few_opinions_are_less_sure(int? freedom, double errors, double confidence) =>
        Assert.Equal(confidence, new ValueEstimate(errors, 1, freedom).ConfidenceAbove(new ValueEstimate(0, 0, null)), 1e-7);

    /// <summary>Two logged episodes tell their spread with one degree of freedom, whatever is known of the policy: 22.5 against 20 and 21 is 98.5 % by the normal distribution, not by Student's.</summary>
    [Fact]
    public void Two_episodes_to_compare_with_are_few()
    {
        var model = new ValueEstimate(22.5, 0.2, 4);
        Assert.InRange(model.ConfidenceAbove(ValueEstimate.Of([20, 21])), 0.88, 0.95);
        Assert.InRange(ValueEstimate.Of([20, 21]).ConfidenceAbove(model), 0.05, 0.12);
    }

    /// <summary>Of two equal normal distributions one looks better with nine tenths confidence in at most one of ten cases, however few were drawn.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(20)]
    public void A_confidence_is_as_often_wrong_as_it_says(int episodes)
    {
        var random = new RandomStream(3, RandomPurpose.Start);
        int sure = 0;
        for (int i = 0; i < 4000; i++)
            if (Draw(5, ref random).ConfidenceAbove(Draw(episodes, ref random)) >= 0.9) sure++;
        Assert.InRange(sure / 4000.0, 0.04, 0.115);      // Welch's degrees of freedom are a little too few for two episodes

        static ValueEstimate Draw(int count, ref RandomStream random)
        {
            var numbers = new double[count];
            for (int i = 0; i < count; i++) numbers[i] = random.NextNormal();
            return ValueEstimate.Of(numbers);
        }
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447461)]
    [InlineData(-1.6448536270, 0.05)]
    [InlineData(3.5, 0.9997673709)]
    [InlineData(-8, 6.22e-16)]
    public void The_normal_distribution_is_that_of_the_table(double z, double below) => Assert.Equal(below, Normal.Below(z), 1e-9);

    [Fact]
    public void Estimates_rank_policies()
    {
        RankingQuality quality = RankingQuality.Of([1, 2, 2, 9], [0, 10, 20, 15]);
        Assert.Equal(((1 + 8 + 18 + 6) / 4.0, 0.25), (quality.AbsoluteError, quality.Regret));
        Assert.Equal(Spearman(), quality.RankCorrelation!.Value, 1e-12);
        Assert.Throws<ArgumentException>(() => RankingQuality.Of([], []));

        static double Spearman() => 3.0 / Math.Sqrt(4.5 * 5);   // ranks 0, 1.5, 1.5, 3 against 0, 1, 3, 2
    }

    private static ModelEvaluation Model(ValueEstimate value, double leftSupport) => new(value, value, leftSupport, value.Interval);
}
