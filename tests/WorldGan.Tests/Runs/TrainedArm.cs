using WorldGan.Logs;
using WorldGan.Policies;
using WorldGan.Runs;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Runs;

/// <summary>A run over a log of an arm that turns by 0.2 rad around a post from 2.6 to 3.6 rad, where ±π lies, and slides along it.</summary>
public class TrainedArm : IDisposable
{
    public static readonly WorldSpec Arm = new()
    {
        Name = "arm",
        State = [new("height"), new("turn", VariableKind.Angle)],
        Actions = [new("down"), new("up")],
        StepLimit = 30,
    };

    private readonly TemporaryFolder _temporary = new();

    public TrainedArm()
        : this(history: null)
    {
    }

    protected TrainedArm(int? history)
    {
        LogFile.Write(_temporary.File("log.csv"), Arm, Enumerable.Range(0, 12).Select(Play));
        var settings = new RunSettings
        {
            WorldModel = new WorldModelOptions { Members = 2, MeanWidth = 8, NoiseWidth = 8, HeadWidth = 8, BatchSize = 16, MeanSteps = 40, HeadSteps = 40, AdversarialSteps = 40 },
            Policy = new PolicyOptions { Value = ValueKind.DoubleQ, HiddenWidth = 8, BatchSize = 16, Steps = 60, ReplayCapacity = 1000 },
            Evaluation = new() { Episodes = 2, OffPolicy = new() { FittedSteps = 20, FittedNetworks = 2, MostEpisodes = 4 } },
        };
        TrainingRun.Start(Folder, new RunRequest { World = Arm with { History = history }, Logs = [_temporary.File("log.csv")], Settings = settings }, new RunSession { Time = TimeProvider.System, Threads = 1 });
    }

    public RunFolder Folder => new(_temporary.File("run"));

    public string PathOf(string name) => _temporary.File(name);

    public void Dispose()
    {
        _temporary.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Episode Play(int number)
    {
        int[] actions = [.. Enumerable.Range(0, 20).Select(t => (t * t + number) % 3 % 2)];
        var states = new List<double> { 0.1 * number, 2.6 };
        foreach (int action in actions) states.AddRange([states[^2] + (action == 1 ? 0.1 : -0.1), states.Count % 4 == 2 ? 3.6 : 2.6]);
        return new Episode { Id = $"{number}", States = [.. states], Actions = actions, Rewards = [.. actions.Select((a, t) => a + t / 20.0)], Ending = number % 2 == 0 ? Ending.Terminal : Ending.None };
    }
}

/// <summary>The same run with a world model and a policy that see three steps.</summary>
public sealed class RememberingArm() : TrainedArm(history: 3);
