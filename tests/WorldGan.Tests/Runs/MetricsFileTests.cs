using WorldGan.Numerics;
using WorldGan.Runs;

namespace WorldGan.Tests.Runs;

public sealed class MetricsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_report_is_one_line_with_its_numbers()
    {
        using (var metrics = new MetricsFile(Path)) metrics.Add(new TrainingProgress("world.mean", 2, 300, 900, 5, [("loss", 0.5), ("gone", double.NaN)]));
        Assert.Equal("{\"stage\":\"world.mean\",\"member\":2,\"step\":300,\"loss\":0.5,\"gone\":null}\n", File.ReadAllText(Path));
    }

    [Fact]
    public void Steps_done_again_after_a_stop_stand_there_once()
    {
        Write(("world.mean", 0, 100), ("world.heads", 0, 200), ("world.mean", 1, 100));
        Write(("world.heads", 0, 200), ("world.heads", 0, 300), ("world.heads", 1, 200));
        Assert.Equal(["world.mean 0 100", "world.heads 0 200", "world.mean 1 100", "world.heads 0 300", "world.heads 1 200"], Lines());
    }

    [Fact]
    public void A_training_that_is_done_anew_leaves_no_lines()
    {
        Write(("world.mean", 0, 100), ("policy.dqn", 0, 100), ("policy.dqn", 1, 100));
        MetricsFile.Forget(Path, "policy");
        Assert.Equal(["world.mean 0 100"], Lines());
    }

    [Theory]
    [InlineData("{\"stage\":\"world.me")]
    [InlineData("{\"stage\":\"world.mean\"}\n")]
    [InlineData("null\n")]
    public void A_line_that_a_crash_tore_is_taken_out(string torn)
    {
        Write(("world.mean", 0, 100));
        File.AppendAllText(Path, torn);
        Write(("world.mean", 0, 200));
        Assert.Equal(["world.mean 0 100", "world.mean 0 200"], Lines());
    }

    public void Dispose() => _folder.Dispose();

    private string Path => _folder.File("metrics.jsonl");

    private void Write(params (string Stage, int Member, int Step)[] reports)
    {
        using var metrics = new MetricsFile(Path);
        foreach ((string stage, int member, int step) in reports) metrics.Add(new TrainingProgress(stage, member, step, 900, 2, []));
    }

    private string[] Lines() => [.. File.ReadAllLines(Path).Select(line => string.Join(' ', line.Split('{', '}', ',', ':', '"').Where(word => word.Length > 0 && word is not ("stage" or "member" or "step"))))];
}
