using System.Text.Json;
using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Cli;

/// <summary>The learned world beside the true one and beside baselines, and sweeps over settings and seeds.</summary>
public sealed class StudyTests : IDisposable
{
    private static readonly string[] Tiny = ["members=2", "meanWidth=8", "noiseWidth=8", "headWidth=8", "meanSteps=30", "scaleSteps=10", "headSteps=30", "adversarialSteps=20"];

    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.GetDirectoryName(_folder.File("x"))!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_study_prints_its_tables_and_stays_in_the_scores()
    {
        CliProcess.Run(Folder, "record", "--world", "slippery-cartpole", "--transitions", "600", "--out", "log.wglog").Succeeded();
        CliProcess.Run(Folder, ["train", "--world", "slippery-cartpole", "--log", "log.wglog", "--out", "run", "--world-only", "--set", .. Tiny.Select(value => "worldModel." + value)]).Succeeded();
        CliResult first = CliProcess.Run(Folder, "evaluate", "run", "--world-model", "--episodes", "20").Succeeded();
        foreach (string expected in new[] { "learned world     true world            mse       gaussian        mixture  nothing changes", "energy distance", "share of the rarest hump", "within 90 %", "scripted, 30 % random", "Brier", "(epistemic)", "(aleatoric)", "beyond the log" })
            Assert.Contains(expected, first.Out, StringComparison.Ordinal);
        Assert.Contains("Learning what to compare with (gaussian).", first.Out, StringComparison.Ordinal);
        Assert.Equal(5, Worlds(Scores("run")).Length);
        Assert.Equal(["gaussian.safetensors", "mixture.safetensors", "mse.safetensors"], Directory.EnumerateFileSystemEntries(_folder.File(Path.Combine("run", "baselines"))).Select(Path.GetFileName).Order());

        CliResult again = CliProcess.Run(Folder, "evaluate", "run", "--world-model", "--episodes", "20").Succeeded();
        Assert.Contains("Learning what to compare with (gaussian): done before.", again.Out, StringComparison.Ordinal);
        string study = Scores("run").GetProperty("study").GetRawText();
        CliProcess.Run(Folder, "evaluate", "run", "--episodes", "3").Succeeded();
        Assert.Equal(study, Scores("run").GetProperty("study").GetRawText());
    }

    [Fact]
    public void Policies_from_the_log_alone_stand_beside_the_runs_own_and_are_learned_once()
    {
        CliProcess.Run(Folder, "record", "--world", "cartpole", "--transitions", "600", "--out", "log.wglog").Succeeded();
        CliProcess.Run(Folder, ["train", "--world", "cartpole", "--log", "log.wglog", "--out", "run", "--set", "policy.steps=50", "policy.hiddenWidth=8", "evaluation.offPolicy.fittedSteps=20", .. Tiny.Select(value => "worldModel." + value)]).Succeeded();
        CliResult first = CliProcess.Run(Folder, "evaluate", "run", "--baselines", "--episodes", "5").Succeeded();
        string[] names = ["random", "cloned", "greedy-clone", "offline-dqn", "cql", "bcq"];
        string[] lines = first.Out.Split('\n');
        int head = Array.FindIndex(lines, line => line.StartsWith("Beside it, from the log alone", StringComparison.Ordinal));
        Assert.Equal(names, lines.Skip(head + 1).Take(names.Length).Select(line => line.Trim().Split(' ')[0]));

        CliResult again = CliProcess.Run(Folder, "evaluate", "run", "--baselines", "--episodes", "5").Succeeded();
        Assert.Equal(4, again.Out.Split("done before").Length - 1);
        Assert.Equal(lines[(head + 1)..(head + 1 + names.Length)], again.Out.Split('\n').SkipWhile(line => !line.StartsWith("Beside it", StringComparison.Ordinal)).Skip(1).Take(names.Length));
        string kept = Scores("run").GetProperty("baselines").GetRawText();
        CliProcess.Run(Folder, "evaluate", "run", "--episodes", "3").Succeeded();
        Assert.Equal(kept, Scores("run").GetProperty("baselines").GetRawText());
    }

    [Fact]
    public void Evaluation_from_the_log_alone_is_tried_on_policies_from_random_to_good()
    {
        WritePlan("20", """, "study": "none", "policy": true, "baselines": true, "offPolicy": true, "firstSeed": 7""", "policy.steps=30", "policy.hiddenWidth=8", "evaluation.offPolicy.fittedSteps=10", "evaluation.offPolicy.mostEpisodes=5");
        CliProcess.Run(Folder, "sweep", "plan.json", "--out", "sweep").Succeeded();
        string[] table = File.ReadAllLines(_folder.File(Path.Combine("sweep", "table.md")));
        Assert.EndsWith("| policy's return | random | cloned | greedy clone | offline DQN | CQL | BCQ | ranks, learned world | its regret | in its intervals | ranks, fitted | its regret | in its intervals | seconds |", table[0], StringComparison.Ordinal);
        Assert.StartsWith("| cartpole | 400 random | default | 8 |", table[3], StringComparison.Ordinal);
        Assert.Equal("| world | log | settings | best baseline | the policy is ahead by | lower 95 % bound | on the worst seed | seeds |", table[9]);
        Assert.Matches(@"^\| cartpole \| 400 random \| default \| [A-Za-z ]+ (\| [-+0-9.E]+ ){3}\| 2 \|$", table[11]);

        string run = Path.Combine("sweep", "cartpole-random-400", "default", "7");
        CliResult shown = CliProcess.Run(Folder, "evaluate", run, "--off-policy", "--episodes", "5").Succeeded();
        foreach (string expected in new[] { "scripted, 0 % random", "scripted, 100 % random", "trained, 56 % random", "true values within the intervals, share" }) Assert.Contains(expected, shown.Out, StringComparison.Ordinal);
        Assert.Equal(20, Scores(run).GetProperty("offPolicyStudy").GetProperty("policies").GetArrayLength());
    }

    [Fact]
    public void A_sweep_writes_one_table_goes_on_where_it_was_and_refuses_another_plan_in_its_folder()
    {
        WritePlan("20");
        CliResult first = CliProcess.Run(Folder, "sweep", "plan.json", "--out", "sweep").Succeeded();
        Assert.Contains("[4/4]", first.Out, StringComparison.Ordinal);
        Assert.Contains($"{Path.Combine("cartpole-random-400", "rpgan", "1")}: warning: The log has 400 transitions; fewer than 1000 rarely suffice.", first.Error, StringComparison.Ordinal);
        string[] table = File.ReadAllLines(_folder.File(Path.Combine("sweep", "table.md")));
        Assert.Equal(2 + 2 * 3 + 1 + 2 + 2 * 2, table.Length);     // head, then for each list of settings two seeds and their means; head, then the learned world and the true one
        Assert.StartsWith("| world | log | settings | seed | energy distance |", table[0], StringComparison.Ordinal);
        Assert.StartsWith("| cartpole | 400 random | rpgan | mean |", table[7], StringComparison.Ordinal);

        Directory.Delete(_folder.File(Path.Combine("sweep", "cartpole-random-400", "rpgan", "1")), recursive: true);
        CliResult second = CliProcess.Run(Folder, "sweep", "plan.json", "--out", "sweep").Succeeded();
        Assert.Equal(3, second.Out.Split("done before").Length - 1);
        Assert.Equal(table.Select(WithoutSeconds), File.ReadAllLines(_folder.File(Path.Combine("sweep", "table.md"))).Select(WithoutSeconds));

        WritePlan("20", """, "study": "world-and-baselines" """);
        Assert.DoesNotContain("done before", CliProcess.Run(Folder, "sweep", "plan.json", "--out", "sweep").Succeeded().Out, StringComparison.Ordinal);   // it asks for more
        string[] beside = [.. File.ReadAllLines(_folder.File(Path.Combine("sweep", "table.md"))).SkipWhile(line => line.Length > 0).Skip(1)];
        Assert.StartsWith("| world | log | settings | means of | energy distance |", beside[0], StringComparison.Ordinal);
        Assert.Equal(["learned world", "true world", "mse", "gaussian", "mixture"], beside[2..7].Select(line => line.Split(" | ")[3]));
        Assert.Equal(2 + 2 * 5, beside.Length);
        Assert.All(beside[2..], line => Assert.EndsWith(" | 2 |", line, StringComparison.Ordinal));
        Assert.Equal(table[4].Split(" | ")[4], beside[2].Split(" | ")[4]);      // the learned world is the one of the table above

        WritePlan("21");
        CliResult other = CliProcess.Run(Folder, "sweep", "plan.json", "--out", "sweep");
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("4 of the runs failed", other.Error, StringComparison.Ordinal);
        Assert.Contains("expected a run of the world, the goal and the settings that are asked for, got another", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"logs\": [{\"world\": \"cartpole\"}], \"seds\": 2}", "seds: this key is not known. Did you mean 'seeds'?")]
    [InlineData("{\"logs\": []}", "expected at least one log")]
    [InlineData("{\"logs\": [{\"world\": \"cartpole\"}], \"settings\": []}", "expected at least one list of settings")]
    [InlineData("{\"logs\": [{\"world\": \"cartpole\"}, {\"world\": \"cartpole\"}]}", "expected every log with every list of settings once, got 'cartpole-random-10000/default' 2 times")]
    [InlineData("{\"logs\": [{\"world\": \"cartpole\"}], \"settings\": [{\"name\": \"../x\"}]}", "which is also the name of a folder, got '../x'")]
    [InlineData("{\"logs\": [{\"world\": \"cartpol\"}]}", "Did you mean 'cartpole'?")]
    [InlineData("{\"logs\": [{\"world\": \"cartpole\"}], \"settings\": [{\"name\": \"a\", \"set\": [\"worldModel.membrs=2\"]}]}", "Did you mean 'members'?")]
    public void A_wrong_plan_is_told_before_anything_is_done(string plan, string message)
    {
        File.WriteAllText(_folder.File("plan.json"), plan);
        CliResult result = CliProcess.Run(Folder, "sweep", "plan.json", "--out", "sweep");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("sweep")));
    }

    private void WritePlan(string steps, string more = "", params string[] settings)
    {
        string set = string.Join(", ", Tiny.Select(value => "worldModel." + value).Concat(settings).Select(value => $"\"{value}\""));
        File.WriteAllText(_folder.File("plan.json"), $$"""
            {
              "logs": [{ "world": "cartpole", "transitions": 400 }],
              "settings": [{ "name": "default", "set": [{{set}}, "worldModel.headSteps={{steps}}"] }, { "name": "rpgan", "set": [{{set}}, "worldModel.loss=rpgan", "worldModel.headSteps={{steps}}"] }],
              "seeds": 2{{more}}
            }
            """);
    }

    private static string WithoutSeconds(string line) => line.Length == 0 ? line : string.Join('|', line.Split('|')[..^2]);

    private JsonElement Scores(string run) => JsonDocument.Parse(File.ReadAllText(_folder.File(Path.Combine(run, "scores.json")))).RootElement;

    private static string[] Worlds(JsonElement scores) => [.. scores.GetProperty("study").GetProperty("worlds").EnumerateArray().Select(world => world.GetProperty("name").GetString()!)];
}
