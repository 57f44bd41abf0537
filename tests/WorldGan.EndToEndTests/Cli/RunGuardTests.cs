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
    public void A_demo_replaces_no_run_that_is_not_a_demo()
    {
        CliResult result = CliProcess.Run(small.Folder, "demo", "--out", "undisturbed");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("holds another run", result.Error, StringComparison.Ordinal);
    }
}
