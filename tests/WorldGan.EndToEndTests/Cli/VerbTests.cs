using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WorldGan.EndToEndTests.Cli;

public partial class VerbTests(SmallRun small) : IClassFixture<SmallRun>
{
    [Fact]
    public void Demo_tells_its_story_and_may_be_run_twice()
    {
        string[] arguments = ["demo", "--transitions", "1200", "--seed", "2", .. SmallRun.Settings];
        CliResult first = CliProcess.Run(small.Folder, arguments).Succeeded();
        Tests.House.Approved.Matches("../WorldGan.EndToEndTests/Cli/Demo", Stable(first.Out));
        CliResult second = CliProcess.Run(small.Folder, arguments).Succeeded();
        Assert.Contains("Replacing the earlier demo", second.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_is_named_on_the_command_line_and_the_run_says_what_it_trained_with()
    {
        small.Train("rpgan", "--loss", "rpgan", "--world-only", "--set", "worldModel.adversarialSteps=5", "--set", "worldModel.penaltyWeight=0.2").Succeeded();
        using JsonDocument run = JsonDocument.Parse(File.ReadAllText(small.PathOf("rpgan", "run.json")));
        JsonElement settings = run.RootElement.GetProperty("settings").GetProperty("worldModel");
        Assert.Equal("rpgan", settings.GetProperty("loss").GetString());
        Assert.Equal((0.2, 5), (settings.GetProperty("penaltyWeight").GetDouble(), settings.GetProperty("latentScale").GetDouble()));
    }

    [Fact]
    public void A_model_is_named_on_the_command_line_and_its_futures_can_be_imagined()
    {
        small.Train("mixture", "--model", "mixture", "--world-only", "--set", "worldModel.adversarialSteps=5").Succeeded();
        using JsonDocument run = JsonDocument.Parse(File.ReadAllText(small.PathOf("mixture", "run.json")));
        JsonElement settings = run.RootElement.GetProperty("settings").GetProperty("worldModel");
        Assert.Equal(("mixture", 5, JsonValueKind.Null), (settings.GetProperty("model").GetString(), settings.GetProperty("components").GetInt32(), settings.GetProperty("loss").ValueKind));
        CliProcess.Run(small.Folder, "imagine", "mixture", "--policy", "random", "--rows", "8", "--out", "mixture.csv").Succeeded();
        Assert.True(File.ReadAllLines(small.PathOf("mixture.csv")).Length > 8);
    }

    [Fact]
    public void A_run_is_shown_as_a_page_and_no_other_file_is_written_over()
    {
        Assert.Equal("<!DOCTYPE html>", File.ReadLines(small.PathOf("undisturbed", "report.html")).First());
        CliProcess.Run(small.Folder, "report", "undisturbed", "--out", "page.html").Succeeded();
        Assert.Equal(File.ReadAllText(small.PathOf("undisturbed", "report.html")), File.ReadAllText(small.PathOf("page.html")));
        CliResult again = CliProcess.Run(small.Folder, "report", "undisturbed", "--out", "page.html");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("page.html: expected no file of this name", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_have_their_form()
    {
        using JsonDocument scores = JsonDocument.Parse(File.ReadAllText(small.PathOf("undisturbed", "scores.json")));
        Assert.Equal(
            [
                "world", "seed", "transitions",
                "returns.policy.mean", "returns.policy.standardDeviation", "returns.policy.episodes",
                "returns.logged.mean", "returns.logged.standardDeviation", "returns.logged.episodes",
                "returns.random.mean", "returns.random.standardDeviation", "returns.random.episodes",
                "worldModel.oneStepRmse", "worldModel.openLoopRmse.1", "worldModel.openLoopRmse.10", "worldModel.openLoopRmse.25", "worldModel.openLoopRmse.50",
                "worldModel.terminalF1", "seconds.world", "seconds.policy",
                .. Forecast("policy"), .. Forecast("random"), "study", "offPolicy", "offPolicyStudy", "baselines", "warnings",
            ],
            Leaves(scores.RootElement, ""));
        Assert.Equal(1200, scores.RootElement.GetProperty("transitions").GetInt32());

        static string[] Forecast(string policy) =>
            [.. new[] { "returns.mean", "returns.standardDeviation", "returns.episodes", "meanSteps", "terminalShare", "timeLimitShare", "leftSupportShare" }.Select(leaf => $"forecast.{policy}.{leaf}")];
    }

    [Fact]
    public void Json_output_is_nothing_but_json()
    {
        CliResult result = CliProcess.Run(small.Folder, "evaluate", "undisturbed", "--json", "--episodes", "3", "--seed", "4").Succeeded();
        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.Equal(3, json.RootElement.GetProperty("forecast").GetProperty("random").GetProperty("returns").GetProperty("episodes").GetInt32());
        Assert.Equal(3, json.RootElement.GetProperty("returns").GetProperty("policy").GetProperty("episodes").GetInt32());
    }

    [Fact]
    public void A_forecast_is_text_json_and_a_picture_and_replaces_no_file_unasked()
    {
        string[] arguments = ["forecast", "undisturbed", "--event", "abs(angle) > 0.1", "--within", "12", "--from", "0:3", "--futures", "50", "--plot", "futures.svg", "--json", "futures.json"];
        CliResult result = CliProcess.Run(small.Folder, arguments).Succeeded();
        Assert.StartsWith("abs(angle) > 0.1, within 12 steps: ", result.Out, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(small.PathOf("futures.json")));
        Assert.Equal((50, 12, 4), (json.RootElement.GetProperty("futures").GetInt32(), json.RootElement.GetProperty("steps").GetArrayLength(), json.RootElement.GetProperty("fans").GetArrayLength()));
        Assert.StartsWith("<svg", File.ReadAllText(small.PathOf("futures.svg")), StringComparison.Ordinal);
        Assert.Contains("futures.svg: expected no file of this name", CliProcess.Run(small.Folder, arguments).Error, StringComparison.Ordinal);
        CliProcess.Run(small.Folder, [.. arguments, "--overwrite"]).Succeeded();
        Assert.Equal(1, JsonDocument.Parse(CliProcess.Run(small.Folder, "forecast", "undisturbed", "--event", "reward == 1", "--plan", "left, right*2", "--json").Succeeded().Out).RootElement.GetProperty("steps")[0].GetProperty("probability").GetDouble(), 0.1);
    }

    [Fact]
    public void Another_policy_is_scored_beside_the_runs_own_scores()
    {
        string before = File.ReadAllText(small.PathOf("undisturbed", "scores.json")), report = small.PathOf("undisturbed", "report.html");
        File.Delete(report);
        string[] arguments = ["evaluate", "undisturbed", "--policy", "plan", "--episodes", "2", "--planning"];
        CliResult result = CliProcess.Run(small.Folder, [.. arguments, "horizon=3", "population=4", "iterations=1", "futures=1"]).Succeeded();
        Assert.Contains("policy 'plan', by the learned world", result.Out, StringComparison.Ordinal);
        Assert.Contains("Verdict: ", result.Out, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(small.PathOf("undisturbed", "scores.json")));
        using JsonDocument scores = JsonDocument.Parse(File.ReadAllText(small.PathOf("undisturbed", "scores-plan.json")));
        Assert.Equal(JsonValueKind.Object, scores.RootElement.GetProperty("offPolicy").GetProperty("model").ValueKind);
        Assert.Contains("<td>plan</td>", File.ReadAllText(report), StringComparison.Ordinal);
        CliResult wrong = CliProcess.Run(small.Folder, [.. arguments, "horizn=3"]);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("Did you mean 'horizon'?", wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("speed > 1", "Event 'speed > 1', column 1 of the expression: 'speed' is not a state variable. There are position, velocity")]
    [InlineData("angle >", "column 8 of the expression: expected a number")]
    public void A_wrong_event_is_refused_at_its_column(string condition, string message)
    {
        CliResult result = CliProcess.Run(small.Folder, "forecast", "undisturbed", "--event", condition, "--within", "5");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Act_answers_every_line_and_survives_bad_ones()
    {
        using CliProcess process = CliProcess.Start(small.Folder, "act", "undisturbed");
        string[] questions = ["{\"state\":[0.01,-0.02,0.03,0.04]}", "nonsense", "", "{\"state\":[0.01,-0.02,0.03]}", "{\"state\":[1e999,0,0,0]}", "{\"state\":[\"a\",0,0,0]}", "{\"state\":[100,0,0,0]}"];
        var answers = new List<JsonElement>();
        foreach (string question in questions)
        {
            process.In.WriteLine(question);
            process.In.Flush();
            answers.Add(JsonDocument.Parse(process.ReadLine()!).RootElement);              // comes before the next question is asked
        }

        process.In.Close();
        process.Finish().Succeeded();
        Assert.Equal(["action", "actionName", "actionValue", "values", "outsideSupport"], answers[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(2, answers[0].GetProperty("values").GetArrayLength());
        Assert.InRange(answers[0].GetProperty("action").GetInt32(), 0, 1);
        Assert.Equal(answers[0].GetProperty("action").GetInt32() == 1 ? ("right", 10) : ("left", -10), (answers[0].GetProperty("actionName").GetString(), answers[0].GetProperty("actionValue").GetDouble()));
        Assert.False(answers[0].GetProperty("outsideSupport").GetBoolean());
        Assert.All(answers[1..6], answer => Assert.Equal(["error"], answer.EnumerateObject().Select(p => p.Name)));
        Assert.True(answers[6].GetProperty("outsideSupport").GetBoolean());
    }

    [Fact]
    public void An_interrupted_recording_says_that_nothing_was_kept()
    {
        using var watcher = new FileSystemWatcher(small.Folder, "long.wglog.part");
        using var begun = new ManualResetEventSlim();
        watcher.Created += (_, _) => begun.Set();
        watcher.EnableRaisingEvents = true;
        using CliProcess process = CliProcess.Start(small.Folder, "record", "--world", "cartpole", "--transitions", "2000000000", "--out", "long.wglog");
        begun.Wait();
        process.Signal("TERM");
        CliResult result = process.Finish();
        Assert.Equal(130, result.ExitCode);
        Assert.EndsWith("Interrupted: nothing was kept.\n", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(small.Folder, "long.*"));
    }

    /// <summary>A script writes all that it does to one file.</summary>
    [Fact]
    public void Act_answers_into_a_file_behind_what_others_wrote_and_before_what_they_will()
    {
        string script = $$"""(echo before; echo '{"state":[0,0,0,0]}' | dotnet '{{Path.Combine(AppContext.BaseDirectory, "WorldGan.Cli.dll")}}' act undisturbed; echo after) > shared.txt""";
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = small.Folder })!;
        Assert.True(shell.WaitForExit(TimeSpan.FromMinutes(2)));
        string[] lines = File.ReadAllLines(small.PathOf("shared.txt"));
        Assert.Equal(3, lines.Length);
        Assert.Equal(("before", "after"), (lines[0], lines[2]));
        Assert.StartsWith("{\"action\":", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Act_ends_at_once_when_interrupted()
    {
        using CliProcess process = CliProcess.Start(small.Folder, "act", "undisturbed");
        process.In.WriteLine("{\"state\":[0,0,0,0]}");
        process.In.Flush();
        process.ReadUntil("action");
        process.Signal("TERM");
        Assert.Equal(130, process.Finish().ExitCode);
    }

    [Fact]
    public void Act_ends_when_nobody_reads_its_answers()
    {
        using CliProcess process = CliProcess.Start(small.Folder, "act", "undisturbed");
        process.In.WriteLine("{\"state\":[0,0,0,0]}");
        process.In.Flush();
        process.ReadUntil("action");
        process.StopReading();
        process.In.WriteLine("{\"state\":[0,0,0,0]}");
        process.In.Flush();
        process.WaitForExit();
    }

    [Theory]
    [InlineData("trained", "episodes", "csv")]
    [InlineData("random", "logged", "wglog")]
    public void Imagined_futures_are_a_log_like_any_other(string policy, string start, string form)
    {
        string log = $"imagined-{policy}.{form}";
        CliProcess.Run(small.Folder, "imagine", "undisturbed", "--rows", "20", "--horizon", "30", "--policy", policy, "--start", start, "--out", log).Succeeded();
        CliResult inspected = CliProcess.Run(small.Folder, "inspect", log, "--world", "cartpole", "--json").Succeeded();
        using JsonDocument json = JsonDocument.Parse(inspected.Out);
        Assert.Equal(20, json.RootElement.GetProperty("episodes").GetInt32());
        CliProcess.Run(small.Folder, "import", log, $"{policy}.jsonl", "--world", "cartpole").Succeeded();
        Assert.Equal(json.RootElement.GetProperty("transitions").GetInt32(), File.ReadAllLines(small.PathOf($"{policy}.jsonl")).Count(line => line.Contains("\"action\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Ones_own_log_becomes_a_world_and_a_run()
    {
        CliProcess.Run(small.Folder, "import", "log.wglog", "own.csv", "--world", "cartpole").Succeeded();
        CliProcess.Run(small.Folder, "inspect", "own.csv", "--write-world", "worlds/mine").Succeeded();
        CliProcess.Run(small.Folder, ["train", "--world", "mine", "--log", "own.csv", "--out", "own", .. SmallRun.Settings]).Succeeded();
        using JsonDocument scores = JsonDocument.Parse(File.ReadAllText(small.PathOf("own", "scores.json")));
        Assert.Equal(JsonValueKind.Null, scores.RootElement.GetProperty("returns").GetProperty("policy").GetProperty("mean").ValueKind);
        Assert.Equal(0, scores.RootElement.GetProperty("returns").GetProperty("random").GetProperty("episodes").GetInt32());
    }

    [Theory]
    [InlineData("demo"), InlineData("record"), InlineData("inspect"), InlineData("import"), InlineData("train"), InlineData("imagine"), InlineData("act"), InlineData("forecast"), InlineData("evaluate"), InlineData("report"), InlineData("sweep"), InlineData("serve"), InlineData("key"), InlineData("export"), InlineData("notebook")]
    public void Help_is_as_approved(string verb) =>
        Tests.House.Approved.Matches($"../WorldGan.EndToEndTests/Cli/Help-{verb}", Processors().Replace(CliProcess.Run(small.Folder, verb, "--help").Succeeded().Out, "[default: #]"));

    /// <summary>Numbers, rates and paths change with machine and model: here only the words count.</summary>
    private static string Stable(string text) =>
        string.Join('\n', text.Split('\n')
            .Where(line => !line.Contains("%  step", StringComparison.Ordinal) && !line.Contains("of the forecast's episodes", StringComparison.Ordinal))
            .Select(line => Numbers().Replace(WorldNumbers().Replace(line, "$1 #"), " #")));

    private static IEnumerable<string> Leaves(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(p => Leaves(p.Value, path.Length == 0 ? p.Name : $"{path}.{p.Name}"))
            : [path];

    [GeneratedRegex(@" +\d[\d.,]*\b")]
    private static partial Regex Numbers();

    [GeneratedRegex("^(  .*(?:uncorrected|one step ahead|ends of episodes|off by)).*")]
    private static partial Regex WorldNumbers();

    [GeneratedRegex(@"\[default: \d+\]$", RegexOptions.Multiline)]
    private static partial Regex Processors();
}
