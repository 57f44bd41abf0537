namespace WorldGan.EndToEndTests.Cli;

public class RunGuardTests(SmallRun small) : IClassFixture<SmallRun>
{
    [Fact]
    public void A_folder_that_holds_a_run_takes_no_second_one()
    {
        CliResult result = small.Train("undisturbed");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("--resume", result.Error, StringComparison.Ordinal);
        Assert.Contains("--out", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_does_not_go_on_with_other_data()
    {
        CliProcess.Run(small.Folder, "import", "log.wglog", "changing.csv", "--world", "cartpole").Succeeded();
        CliProcess.Run(small.Folder, ["train", "--world", "cartpole", "--log", "changing.csv", "--out", "changing", .. SmallRun.Settings, "--world-only"]).Succeeded();
        string[] lines = File.ReadAllLines(small.PathOf("changing.csv"));
        File.WriteAllLines(small.PathOf("changing.csv"), lines[..^30]);
        CliResult result = CliProcess.Run(small.Folder, "train", "--resume", "changing");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected the data that run 'changing' began with (1200 transitions", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--set", "policy.steps=5")]
    [InlineData("--seed", "9")]
    [InlineData("--world", "slippery-cartpole")]
    public void A_run_does_not_go_on_with_other_settings(string option, string value)
    {
        CliResult result = CliProcess.Run(small.Folder, "train", "--resume", "undisturbed", option, value);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--out", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_demo_that_was_killed_after_its_log_can_be_run_again_and_no_other_log_is_touched()
    {
        string[] demo = ["demo", "--transitions", "1200", "--seed", "1", "--out", "again", .. SmallRun.Settings, "--set", "policy.steps=20"];
        Directory.CreateDirectory(small.PathOf("again"));
        CliProcess.Run(small.Folder, "record", "--world", "cartpole", "--transitions", "1100", "--seed", "1", "--out", "again/log.wglog").Succeeded();
        byte[] other = File.ReadAllBytes(small.PathOf("again", "log.wglog"));
        CliResult refused = CliProcess.Run(small.Folder, demo);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("log.wglog: expected no log or that of this demo", refused.Error, StringComparison.Ordinal);
        Assert.Equal(other, File.ReadAllBytes(small.PathOf("again", "log.wglog")));

        File.Copy(small.PathOf("log.wglog"), small.PathOf("again", "log.wglog"), overwrite: true);
        CliProcess.Run(small.Folder, demo).Succeeded();
    }

    [Fact]
    public void An_interrupted_evaluation_keeps_the_scores_and_does_not_send_to_train()
    {
        string before = File.ReadAllText(small.PathOf("undisturbed", "scores.json"));
        using CliProcess process = CliProcess.Start(small.Folder, "evaluate", "undisturbed", "--episodes", "1000000", "--threads", "1");
        process.ReadUntil("Scoring");
        process.Signal("TERM");
        CliResult result = process.Finish();
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("Interrupted: undisturbed keeps the scores that it had.", result.Error.Trim());
        Assert.Equal(before, File.ReadAllText(small.PathOf("undisturbed", "scores.json")));
    }

    [Fact]
    public void A_demo_replaces_no_run_that_is_not_a_demo()
    {
        CliResult result = CliProcess.Run(small.Folder, "demo", "--out", "undisturbed");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("holds another run", result.Error, StringComparison.Ordinal);
    }
}
