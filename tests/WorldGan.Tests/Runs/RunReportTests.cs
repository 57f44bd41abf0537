using System.Xml.Linq;
using WorldGan.Evaluation;
using WorldGan.Logs;
using WorldGan.Policies;
using WorldGan.Runs;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Runs;

/// <summary>Pages of small runs.</summary>
public sealed class RunReportTests : IDisposable
{
    private static readonly RunSettings Settings = new()
    {
        WorldModel = new WorldModelOptions { Members = 2, MeanWidth = 8, NoiseWidth = 8, HeadWidth = 8, BatchSize = 16, MeanSteps = 200, HeadSteps = 200, AdversarialSteps = 200, ScaleSteps = 50 },
        Policy = new PolicyOptions { HiddenWidth = 8, BatchSize = 16, Steps = 200, ReplayCapacity = 1000 },
        Evaluation = new EvaluationOptions { Episodes = 3, OffPolicy = new() { FittedNetworks = 2, FittedSteps = 20, FittedWidth = 8, FittedBatchSize = 16 } },
    };

    private static readonly WorldSpec Mixed = new()
    {
        Name = "mixed",
        State = [new("x") { Unit = "<m> & more" }, new("turn", VariableKind.Angle) { Unit = "rad" }, new("gear", VariableKind.Category) { Categories = 3 }, new("on", VariableKind.Flag)],
        Actions = [new("left"), new("right")],
        StepLimit = 20,
    };

    private readonly TemporaryFolder _temporary = new();

    private RunFolder Folder => new(_temporary.File("run"));

    private static RunSession Session => new() { Time = TimeProvider.System, Threads = 1 };

    [Fact]
    public void A_page_holds_every_part_and_nothing_from_elsewhere()
    {
        Train(RunGoal.Policy);
        TrainingRun.Evaluate(Folder, new EvaluationRequest { Baselines = true }, Session);
        TrainingRun.Evaluate(Folder, new EvaluationRequest { Other = new NamedPolicy("drift", new RandomPolicy(Mixed)) }, Session);
        string text = File.ReadAllText(RunReport.Write(Folder));
        XElement page = XElement.Parse(text[text.IndexOf("<html", StringComparison.Ordinal)..]);
        Assert.Equal(["returns", "policy", "log", "training", "step", "ahead", "ends", "doubt", "lengths"], page.Descendants("section").Select(section => section.Attribute("id")!.Value));
        Assert.All(page.Descendants().Attributes("href"), link => Assert.StartsWith("#", link.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.Contains("x [<m> & more]", page.Descendants().Where(element => element.Name.LocalName == "text").Select(label => label.Value));
        Assert.Contains(page.Descendants("td"), cell => cell.Value == "offline-dqn, imagined");
        Assert.Contains(page.Descendants("td"), cell => cell.Value == "drift, imagined");
        Assert.Contains("judged from the log alone: ", page.Descendants("p").Select(p => p.Value).First(words => words.StartsWith("The policy, judged", StringComparison.Ordinal)), StringComparison.Ordinal);
        XElement changes = page.Descendants().First(element => element.Attribute("aria-label")?.Value == "Change of each variable over one step");
        Assert.Equal(["bar ink1", "dots ink0", "outline ink0", "rule ink5"], changes.Descendants().Attributes("class").Select(c => c.Value).Where(c => c.Contains("ink", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_runs_have_equal_pages_on_any_number_of_threads()
    {
        Train(RunGoal.Policy);
        byte[] one = File.ReadAllBytes(RunReport.Write(Folder));
        Assert.Equal(one, File.ReadAllBytes(RunReport.Write(Folder, _temporary.File("again.html"), threads: 3)));
    }

    [Fact]
    public void A_world_alone_has_a_page_without_a_policy()
    {
        Train(RunGoal.World);
        string text = File.ReadAllText(RunReport.Write(Folder));
        Assert.DoesNotContain("What the policy does", text, StringComparison.Ordinal);
        Assert.Contains("no policy was learned", text, StringComparison.Ordinal);
        Assert.DoesNotContain("true world</span>", text, StringComparison.Ordinal);        // there is no simulator, so nothing was measured there
    }

    [Fact]
    public void A_run_without_scores_has_no_page()
    {
        Train(RunGoal.World);
        File.Delete(Folder.Scores);
        Assert.Contains("expected scores.json, which this run has not made yet", Assert.Throws<InvalidDataException>(() => RunReport.Write(Folder)).Message, StringComparison.Ordinal);
        File.WriteAllText(Folder.Scores, "{}");
        Assert.Contains("expected the scores of a run", Assert.Throws<InvalidDataException>(() => RunReport.Write(Folder)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder.Report));
    }

    [Fact]
    public void What_the_logs_themselves_warn_of_is_on_the_page()
    {
        Train(RunGoal.World, times: 2);
        Assert.Contains("30 of 60 episodes are copies of others", File.ReadAllText(RunReport.Write(Folder)), StringComparison.Ordinal);
    }

    public void Dispose() => _temporary.Dispose();

    private void Train(RunGoal goal, int times = 1)
    {
        LogFile.Write(_temporary.File("log.csv"), Mixed, Enumerable.Range(0, 30).Select(Play));
        TrainingRun.Start(Folder, new RunRequest { World = Mixed, Logs = [.. Enumerable.Repeat(_temporary.File("log.csv"), times)], Goal = goal, Settings = Settings }, Session);
    }

    private static Episode Play(int number) => new()
    {
        Id = $"{number}",
        States = [.. Enumerable.Range(0, 12).SelectMany(t => new[] { 0.01 * number + 0.1 * (t % 3), (number + t) % 6 - 3.0, (number + t) % 3, t % 2 })],
        Actions = [.. Enumerable.Range(0, 11).Select(t => (t * t + number) % 2)],
        Rewards = [.. Enumerable.Range(0, 11).Select(t => t / 10.0)],
        Ending = number % 2 == 0 ? Ending.Terminal : Ending.TimeLimit,
    };
}
