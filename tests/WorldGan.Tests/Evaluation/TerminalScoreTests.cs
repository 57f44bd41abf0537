using WorldGan.Evaluation;

namespace WorldGan.Tests.Evaluation;

public class TerminalScoreTests
{
    [Fact]
    public void Precision_counts_alarms_and_recall_counts_ends() =>
        Assert.Equal(new TerminalScore(2.0 / 3, 0.5, 4.0 / 7, 4, 0), Score((true, 0.9), (true, 0.6), (true, 0.5), (true, 0.1), (false, 0.7), (false, 0.2)));

    [Fact]
    public void Without_ends_there_is_nothing_to_recognise() => Assert.Equal(new TerminalScore(0, null, null, 0, 0), Score((false, 0.9), (false, 0.1)));

    [Fact]
    public void Without_alarms_there_is_no_precision() => Assert.Equal(new TerminalScore(null, 0, 0, 1, 0), Score((true, 0.1), (false, 0.1)));

    [Fact]
    public void The_Brier_score_is_the_mean_squared_distance_from_what_came() =>
        Assert.Equal((0.01 + 0.04) / 2, TerminalScore.Of([(true, 0.9), (false, 0.2)]).Brier, 1e-12);

    private static TerminalScore Score(params (bool, double)[] answers) => TerminalScore.Of(answers) with { Brier = 0 };
}
