using WorldGan.Datasets;
using WorldGan.Evaluation.OffPolicy;
using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation.OffPolicy;

/// <summary>Policies that go right, in a world where that is better than the log's, or left.</summary>
public class OffPolicyReportTests
{
    private static readonly ToyWorld World = new();

    private static readonly OffPolicyOptions Options = new() { FittedNetworks = 4, FittedSteps = 1500, FittedWidth = 16, FittedBatchSize = 64, FittedLearningRate = 3e-3 };

    private static readonly Episode[] Log = [.. new Recorder(World, World.Policy(0.5), seed: 5, probabilities: false).Transitions(3000).Where(episode => episode.Ending != Ending.None)];

    [Theory]
    [InlineData(1, Answer.Better)]
    [InlineData(0, Answer.Worse)]
    public void A_policy_is_put_beside_the_logs(double right, Answer answer) => Assert.Equal(answer, Measure(World.Spec, Log, right).Verdict.Answer);

    /// <summary>The left end is one too: an imagined episode would go on there.</summary>
    [Fact]
    public void Where_the_log_contradicts_its_world_nothing_is_judged()
    {
        WorldSpec known = World.Spec with { TerminalWhen = "place > 3 || place < 1" }, wrong = World.Spec with { TerminalWhen = "place > 3" };
        Assert.Equal(Answer.Better, Measure(known, Log, 1).Verdict.Answer);
        Assert.StartsWith("cannot tell: terminalWhen contradicts", Measure(wrong, Log, 1).Verdict.Words, StringComparison.Ordinal);
        Assert.StartsWith("terminalWhen contradicts", Compare(wrong, Log).WhyNotToJudge, StringComparison.Ordinal);
        Assert.Null(Compare(known, Log).WhyNotToJudge);
    }

    /// <summary>What counts six times would seem surer than it is.</summary>
    [Fact]
    public void Where_the_log_holds_copies_nothing_is_judged()
    {
        Assert.EndsWith("logged episodes are copies of others", Measure(World.Spec, [.. Log, .. Log], 1).Verdict.Words, StringComparison.Ordinal);
        Assert.EndsWith("logged episodes are copies of others", Compare(World.Spec, [.. Log, .. Log]).WhyNotToJudge, StringComparison.Ordinal);
    }

    [Fact]
    public void What_logged_episodes_were_cut_off_from_counts_for_them()
    {
        OffPolicyReport report = Measure(World.Spec, [.. Log.Select(episode => First(episode, 1))], 1);
        Assert.StartsWith("cannot tell: logged episodes were cut", report.Verdict.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Logged_episodes_count_up_to_the_horizon_of_the_imagined_ones()
    {
        OffPolicyReport report = Measure(World.Spec, Log, 1, horizon: 1);
        Assert.Equal(Log.Average(episode => episode.Rewards[0]), report.Logged!.Value, 1e-6);
        Assert.NotEqual(report.Logged.Value, Measure(World.Spec, Log, 1).Logged!.Value, 0.05);
    }

    /// <summary>Two members that know the contrary of each other, or two networks of few episodes, are opinions that far apart: their intervals alone would go beyond everything.</summary>
    [Fact]
    public void Nothing_is_told_beyond_what_rewards_allow()
    {
        WorldSpec myopic = World.Spec with { Discount = 0, RewardRange = new RewardRange(-0.1, 0.9) };
        Assert.Equal((-0.1, 0.9), (Opinions(right: 1).Model!.Interval.Low, Opinions(right: 1).Model!.Interval.High));
        Assert.Equal(-0.1, Opinions(right: 0).Fitted!.Interval.Low);

        OffPolicyReport Opinions(double right) => OffPolicyReport.Measure(
            new EstimatorTests.TwoOpinions(), key => (int)key.Trajectory % 2, 2, World.Policy(right), TransitionSet.From(myopic, Log[..6]), 200, Options with { FittedNetworks = 2 }, seed: 1, threads: 1, CancellationToken.None);
    }

    private static OffPolicyReport Measure(WorldSpec spec, Episode[] log, double right, int horizon = 200) =>
        OffPolicyReport.Measure(World, null, 1, World.Policy(right), TransitionSet.From(spec, log), horizon, Options, seed: 1, threads: 1, CancellationToken.None);

    private static PolicyComparison Compare(WorldSpec spec, Episode[] log) => PolicyComparison.Measure(
        World, null, 1, World.Policy(1), World.Policy(0), TransitionSet.From(spec, log), horizon: 200, Options with { FittedNetworks = 0 }, seed: 1, threads: 1, CancellationToken.None);

    private static Episode First(Episode whole, int steps) => steps >= whole.Count ? whole : whole with
    {
        States = whole.States[..(steps + 1)],
        Actions = whole.Actions[..steps],
        Rewards = whole.Rewards[..steps],
        Ending = Ending.TimeLimit,
    };
}
