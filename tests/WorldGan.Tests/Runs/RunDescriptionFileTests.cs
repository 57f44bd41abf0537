using WorldGan.Policies;
using WorldGan.Runs;
using WorldGan.Tests.Evaluation;
using WorldGan.Worlds.Json;

namespace WorldGan.Tests.Runs;

public sealed class RunDescriptionFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_description_is_read_as_it_was_written()
    {
        var description = new RunDescription
        {
            Version = "1.2.3",
            Goal = RunGoal.World,
            Logs = ["/a.csv", "/b.csv"],
            Experts = ["/c.csv"],
            DataHash = "abc",
            Transitions = 7,
            Settings = new RunSettings { Seed = ulong.MaxValue, StepsBetweenCheckpoints = 5, Policy = new PolicyOptions { Steps = 3 } },
            World = LineWorld.Plain,
        };
        RunDescriptionFile.Write(Path, description);
        RunDescription read = RunDescriptionFile.Read(Path);
        Assert.Equal(description.Logs, read.Logs);
        Assert.Equal(description.Experts, read.Experts);
        Assert.Equal(description, read with { Logs = description.Logs, Experts = description.Experts });
    }

    [Fact]
    public void Every_fault_is_listed()
    {
        File.WriteAllText(Path, """{"version":"1","logs":[],"dataHash":"","settings":{"polcy":{}},"world":{"name":"x","state":[{"name":"a"},{"name":"a"}],"actions":[{"name":"l"},{"name":"r"}]}}""");
        FaultyFileException fault = Assert.Throws<FaultyFileException>(() => RunDescriptionFile.Read(Path));
        Assert.Equal(["settings.polcy", "transitions", "world.state[1].name"], fault.Faults.Select(f => f.Key).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private string Path => _folder.File("run.json");
}
