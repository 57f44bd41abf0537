using System.Text.Json;
using WorldGan.Tests.House;

namespace WorldGan.EndToEndTests.Cli;

/// <summary>What the README tells a new user to do, done to the letter.</summary>
public class ReadmeTests(SmallRun small) : IClassFixture<SmallRun>
{
    private static readonly string[] Table = [.. Repository.Read("README.md").Split('\n').SkipWhile(line => !line.TrimStart().StartsWith("episode,step,", StringComparison.Ordinal)).Take(3).Select(line => line.Trim())];

    [Fact]
    public void The_table_keeps_its_end_and_can_be_trained_on()
    {
        File.WriteAllLines(small.PathOf("log.csv"), Table);
        CliResult inspected = Follow("inspect log.csv --write-world worlds/mine", "--json");
        Assert.DoesNotContain("dropped", inspected.Error, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(inspected.Out);
        Assert.Equal(2, json.RootElement.GetProperty("transitions").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("endings").GetProperty("terminal").GetInt32());
        Follow("train --world worlds/mine --log log.csv --out runs/mine", SmallRun.Settings);
    }

    [Fact]
    public void Without_the_next_states_training_is_refused_with_the_remedy()
    {
        File.WriteAllLines(small.PathOf("short.csv"), Table.Select(line => string.Join(',', line.Split(',')[..8])));
        CliProcess.Run(small.Folder, "inspect", "short.csv", "--write-world", "worlds/short").Succeeded();
        CliResult result = CliProcess.Run(small.Folder, "train", "--world", "worlds/short", "--log", "short.csv", "--out", "runs/short");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("got none (terminal steps: 1)", result.Error, StringComparison.Ordinal);
        Assert.Contains("columns called next_", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(small.PathOf("runs", "short")));
    }

    private CliResult Follow(string command, params string[] more)
    {
        Assert.Contains($"`worldgan {command}`", Repository.Read("README.md"), StringComparison.Ordinal);
        return CliProcess.Run(small.Folder, [.. command.Split(' '), .. more]).Succeeded();
    }
}
