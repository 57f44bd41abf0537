using WorldGan.Evaluation.OffPolicy;
using WorldGan.Evaluation.Statistics;

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
        Verdict verdict = Verdict.Of(Logged, Model(new(model, modelError, null), leftSupport), new ValueEstimate(fitted, fittedError, null));
        Assert.Equal((answer, words), (verdict.Answer, verdict.Words));
        Assert.Equal(answer == Answer.CannotTell, verdict.Confidence is null);
    }

    [Fact]
    public void One_way_is_enough_where_the_other_was_left_out() =>
        Assert.Equal(Answer.Better, Verdict.Of(Logged, Model(new(12, 1, null), 0), fitted: null).Answer);

    [Fact]
    public void Nothing_is_told_without_logged_episodes() => Assert.Contains("fewer than two whole episodes", Verdict.Of(null, Model(new(12, 1, null), 0), null).Words, StringComparison.Ordinal);

    /// <summary>2.13 standard errors are 95 % with 5 opinions, and 98 % with many.</summary>
    [Theory]
    [InlineData(5, 0.95)]
    [InlineData(null, 0.9834)]
    public void Few_opinions_are_less_sure(int? opinions, double confidence) =>
        Assert.Equal(confidence, new ValueEstimate(2.132, 1, opinions).ConfidenceAbove(new ValueEstimate(0, 0, null)), 6e-3);   // the formula's own error

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
