using WorldGan.Runs;
using WorldGan.Service.Gate;
using WorldGan.Service.Registry;

namespace WorldGan.Service.Tests.Gate;

public class PublicationGateTests(TrainedArm trained) : IClassFixture<TrainedArm>
{
    [Fact]
    public void The_first_version_is_published() =>
        Assert.Equal(new GateVerdict(GateAnswer.Publish, "the first version: there is none to compare with"), Judge(new GateOptions(), null));

    [Fact]
    public void The_first_version_waits_where_that_is_wanted() => Assert.Equal(GateAnswer.Wait, Judge(new GateOptions { First = FirstVersion.Wait }, null).Answer);

    [Fact]
    public void The_first_version_must_beat_the_log_where_that_is_wanted()
    {
        GateVerdict verdict = Judge(new GateOptions { First = FirstVersion.BetterThanLog }, null);
        Assert.Null(verdict.Against);
        Assert.Equal(verdict.Answer == GateAnswer.Publish, verdict.Words.StartsWith("better than the logged policy", StringComparison.Ordinal));
    }

    /// <summary>The same policy meets the same chance, so there is no difference at all.</summary>
    [Fact]
    public void A_version_is_surely_not_worse_than_itself()
    {
        GateVerdict verdict = Judge(new GateOptions { Margin = 0 }, trained.Run);
        if (verdict.Confidence is null) Assert.Contains("leave the log's support", verdict.Words, StringComparison.Ordinal);
        else Assert.Equal((GateAnswer.Publish, 1.0, 0.0, 7), (verdict.Answer, verdict.Confidence, verdict.Difference, verdict.Against));
        Assert.NotNull(verdict.Confidence);
    }

    /// <summary>What one policy is above the other, the other is below it; and a confidence below the one that is asked for makes it wait.</summary>
    [Fact]
    public void What_is_asked_for_decides()
    {
        RunFolder other = trained.Train("other", ArmWorld.Settings with { Seed = 5 });
        GateVerdict verdict = Judge(new GateOptions { Margin = 0 }, other);
        Assert.NotNull(verdict.Confidence);
        Assert.InRange(verdict.Confidence.Value, 0, 1);
        Assert.Equal(verdict.Confidence >= 0.9 ? GateAnswer.Publish : GateAnswer.Wait, verdict.Answer);
        GateVerdict generous = Judge(new GateOptions { Margin = 1, Confidence = 0.5 }, other);
        Assert.True(generous.Confidence >= verdict.Confidence);
        Assert.True(generous.Margin > 0);
    }

    [Theory]
    [InlineData(0.8999, "89 %")]
    [InlineData(0.9, "90 %")]
    [InlineData(0.29, "29 %")]
    [InlineData(0.9901, "more than 99 %")]
    [InlineData(1, "more than 99 %")]
    [InlineData(0, "0 %")]
    public void A_confidence_is_never_told_higher_than_it_is(double confidence, string words) => Assert.Equal(words, PublicationGate.Percent(confidence));

    [Fact]
    public void The_words_say_which_loss_counts_as_none()
    {
        GateVerdict verdict = Judge(new GateOptions { Margin = 0.5 }, trained.Run);
        Assert.Equal(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"not worse than version 7 by more than {verdict.Margin:0.###} with more than 99 % confidence"), verdict.Words);
    }

    [Fact]
    public void A_version_of_another_world_cannot_be_compared_with()
    {
        RunFolder other = trained.Train("remembering", ArmWorld.Settings, history: 2);
        GateVerdict verdict = Judge(new GateOptions(), other);
        Assert.Equal((GateAnswer.Wait, "version 7 is of another world.json"), (verdict.Answer, verdict.Words));
    }

    private GateVerdict Judge(GateOptions options, RunFolder? current) =>
        new PublicationGate(options).Judge(trained.Run, current is null ? null : new VersionFolder(current.Path), current is null ? null : 7, threads: 1, CancellationToken.None);
}
