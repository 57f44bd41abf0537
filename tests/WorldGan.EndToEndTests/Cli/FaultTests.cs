using System.Diagnostics;
using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Cli;

public sealed class FaultTests : IDisposable
{
    /// <summary>CartPole with its first two variables exchanged.</summary>
    private const string Turned = """
        { "name": "turned", "simulator": "cartpole", "actions": [{ "name": "left" }, { "name": "right" }],
          "state": [{ "name": "velocity" }, { "name": "position" }, { "name": "angle" }, { "name": "angular_velocity" }] }
        """;

    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.GetDirectoryName(_folder.File("x"))!;

    [Theory]
    [InlineData("")]
    [InlineData("fly")]
    [InlineData("demo --bogus")]
    [InlineData("demo --threads 0")]
    [InlineData("demo --seed minus")]
    [InlineData("record --world cartpole")]
    [InlineData("record --world cartpole --policy nobody --out a.csv")]
    [InlineData("record --world cartpole --transitions 0 --out a.csv")]
    [InlineData("record --world cartpole --transitions abc --out a.csv")]
    [InlineData("record --world cartpole --transitions 10,000 --out a.csv")]
    [InlineData("demo --transitions 99999999999")]
    [InlineData("demo --threads two")]
    [InlineData("imagine a --out b.csv --horizon 1e3")]
    [InlineData("evaluate a --episodes many")]
    [InlineData("train")]
    [InlineData("train --world cartpole --out a")]
    [InlineData("train --world cartpole --log a.csv")]
    [InlineData("train runs/a")]
    [InlineData("train --resume")]
    [InlineData("train --resume a --out b")]
    [InlineData("train --resume a --world-only --policy-only")]
    [InlineData("train --resume a --world-only")]
    [InlineData("imagine")]
    [InlineData("imagine a --out b.csv --rows 0")]
    [InlineData("act")]
    [InlineData("forecast a --within 5", "--event")]
    [InlineData("forecast a --event x>1 --within 0")]
    [InlineData("forecast a --event x>1 --policy random --plan left", "Expected --policy or --plan, got both.")]
    [InlineData("forecast a --event x>1 --within 5 --plot a.png", "--plot a.png: expected a picture that ends in .svg, got '.png'.")]
    [InlineData("import a.csv b.csv --out c.csv", "Expected one log to write, got two: b.csv and --out c.csv.")]
    [InlineData("record --world nowhere --out a.csv", "There is no world 'nowhere'")]
    [InlineData("record --world cartpole --out a.txt", "a.txt: expected a log")]
    [InlineData("train --world cartpole --log a.csv --out run --set policy.stepz=3", "policy.stepz=3")]
    [InlineData("train --world cartpole --log a.csv --out run --set policy.steps=9 worldModel.members=0", "worldModel.members=0: expected a number of at least 1")]
    [InlineData("demo --loss wasserstein", "wasserstein")]
    [InlineData("demo --model flow", "flow")]
    [InlineData("train --world cartpole --log a.csv --out run --model gaussian --loss rpgan", "worldModel.loss=rpgan: the model gaussian has no use for it")]
    [InlineData("train --world cartpole --log a.csv --out run --loss energy-score --set worldModel.penaltyWeight=1", "worldModel.penaltyWeight=1: the loss energy-score has no use for it")]
    public void Wrong_usage_ends_with_2_and_points_to_help(string arguments, string message = "")
    {
        CliResult result = CliProcess.Run(Folder, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Contains("--help", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Theory]
    [InlineData("record --world cartpole --out good.csv", "good.csv: expected no file of this name")]
    [InlineData("inspect missing.csv", "missing.csv: expected a log, got no such file.")]
    [InlineData("inspect good.csv --world cartpole --write-world one.csv", "one.csv/world.json: expected a place that can be written")]
    [InlineData("inspect alone.csv", "alone.csv(1): column 'next_flow' has no 'flow' beside it")]
    [InlineData("train --world cartpole --log good.csv --out one.csv", "one.csv: expected a new or empty folder, got a file.")]
    [InlineData("train --world cartpole --log header.csv --out run", "header.csv: expected at least one transition, got none.")]
    [InlineData("import lost.csv lost.wglog --world cartpole", "lost.csv: expected a log with transitions, got none")]
    [InlineData("inspect bad.csv --world cartpole", "bad.csv(3): 'action' is 7")]
    [InlineData("inspect full.csv", "full.csv: expected a log, got a folder")]
    [InlineData("inspect binary.csv", "expected a column 'action', got bytes that are no text")]
    [InlineData("inspect empty.wglog", "got an empty file.")]
    [InlineData("inspect one.csv --write-world worlds/one", "one.csv: expected at least two actions")]
    [InlineData("inspect comma.csv --world cartpole", "with a decimal point, not a comma")]
    [InlineData("record --world empty --out a.csv", "expected a JSON object, got an empty file")]
    [InlineData("record --world cartpole --out good.csv/a.csv", "good.csv/a.csv: expected a place that can be written")]
    [InlineData("record --world cartpole --out good.csv", "--overwrite replaces it")]
    [InlineData("imagine missing --out a.csv", "missing: expected the folder of a run, got no such folder")]
    [InlineData("train --world cartpole --log bad.csv --out run", "bad.csv(3): 'action' is 7")]
    [InlineData("train --world cartpole --log good.csv --out full", "'keep.txt'")]
    [InlineData("train --world turned --log good.csv --out run", "'turned': expected the state variables position, velocity, angle, angular_velocity of its simulator 'cartpole', in this order, got velocity, position")]
    [InlineData("demo --out full", "'keep.txt'")]
    [InlineData("train --resume full", "full: expected the folder of a run")]
    [InlineData("act full", "full: expected the folder of a run")]
    [InlineData("evaluate nowhere", "nowhere: expected the folder of a run")]
    [InlineData("export nowhere", "nowhere: expected the folder of a run")]
    [InlineData("forecast nowhere --event x>1 --within 5", "nowhere: expected the folder of a run")]
    [InlineData("imagine nowhere --out a.csv", "nowhere: expected the folder of a run")]
    public void A_fault_ends_with_1_and_one_message_that_says_where(string arguments, string message)
    {
        const string header = "episode,step,position,velocity,angle,angular_velocity,action,reward,terminated,truncated\n";
        File.WriteAllText(_folder.File("good.csv"), header + "0,0,0,0,0,0,0,1,0,0\n0,1,0,0,0,0,1,1,1,0\n");
        File.WriteAllText(_folder.File("bad.csv"), header + "0,0,0,0,0,0,0,1,0,0\n0,1,0,0,0,0,7,1,1,0\n");
        File.WriteAllText(_folder.File("lost.csv"), header + "0,0,0,0,0,0,0,1,1,0\n");
        Directory.CreateDirectory(_folder.File("full"));
        File.WriteAllText(_folder.File("full/keep.txt"), "mine");

        Directory.CreateDirectory(_folder.File("full.csv"));
        File.WriteAllText(_folder.File("empty.wglog"), "");
        File.WriteAllBytes(_folder.File("binary.csv"), [.. Enumerable.Range(1, 255).Select(b => (byte)b).Except("\n\""u8.ToArray())]);
        File.WriteAllText(_folder.File("one.csv"), "x,action,reward,terminated,next_x\n1,0,1,0,2\n2,0,1,1,3\n");
        File.WriteAllText(_folder.File("header.csv"), header);
        File.WriteAllText(_folder.File("alone.csv"), "x,action,reward,terminated,next_x,next_flow\n1,0,1,0,2,3\n2,1,1,1,3,4\n");
        File.WriteAllText(_folder.File("comma.csv"), header.Replace(',', ';') + "0;0;0,5;0;0;0;0;1;0;0\n");
        Directory.CreateDirectory(_folder.File("worlds/empty"));
        File.WriteAllText(_folder.File("worlds/empty/world.json"), "");
        Directory.CreateDirectory(_folder.File("worlds/turned"));
        File.WriteAllText(_folder.File("worlds/turned/world.json"), Turned);

        CliResult result = CliProcess.Run(Folder, arguments.Split(' '));
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error: ", result.Error.Split('\n').First(line => !line.StartsWith("warning: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(["keep.txt"], Directory.EnumerateFileSystemEntries(_folder.File("full")).Select(Path.GetFileName));
        Assert.False(File.Exists(_folder.File("lost.wglog")), "Expected no empty log.");
        Assert.False(Directory.Exists(_folder.File("run")), "Expected no run folder after a fault in what was asked.");
    }

    /// <summary>A log is read more than once: to see its shape, and to read it.</summary>
    [SkippableFact]
    public void A_pipe_is_refused()
    {
        Skip.If(OperatingSystem.IsWindows(), "There are no pipes with a path.");
        string pipe = _folder.File("pipe.csv");
        using Process make = Process.Start("mkfifo", pipe);
        make.WaitForExit();
        using Process writer = Process.Start("sh", ["-c", $"echo x > {pipe}"]);
        CliResult result = CliProcess.Run(Folder, "inspect", pipe);
        Assert.Equal((1, $"error: {pipe}: expected a file, which can be read more than once, got a pipe.\n"), (result.ExitCode, result.Error));
        writer.WaitForExit();
    }

    public void Dispose() => _folder.Dispose();
}
