using System.Globalization;
using System.Text;
using System.Text.Json;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Tests;
using WorldGan.Worlds;

namespace WorldGan.EndToEndTests.Cli;

/// <summary>A machine with a variable of each kind, one that never varies, and a continuous control, from its log to its controller.</summary>
public sealed class KindTests : IDisposable
{
    private static readonly double[] Levels = [-2, -1, 0, 1, 2];

    private readonly TemporaryFolder _temporary = new();

    private string Folder => Path.GetDirectoryName(_temporary.File("x"))!;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_kind_of_variable_and_a_continuous_control_go_the_whole_way(int history)
    {
        File.WriteAllText(_temporary.File("machine.csv"), MachineLog());
        CliResult inspected = Run("inspect", "machine.csv", "--write-world", "machine");
        Assert.Contains("'action' is a continuous control from -2 to 2: the draft has 5 levels of it, evenly spaced", inspected.Error, StringComparison.Ordinal);
        Assert.Contains("'mass' is always 2.5.", inspected.Error, StringComparison.Ordinal);
        string world = _temporary.File("machine/world.json");
        WorldSpec spec = WorldSpecFile.Read(world);
        Assert.Equal([VariableKind.Real, VariableKind.Angle, VariableKind.Category, VariableKind.Flag, VariableKind.Real], spec.State.Select(variable => variable.Kind));
        Assert.Equal(Levels, spec.Actions.Select(action => action.Value!.Value));
        WorldSpecFile.Write(world, spec with { History = history });

        CliResult trained = Run(["train", "--world", "machine", "--log", "machine.csv", "--out", "run", .. SmallRun.Settings]);
        Assert.Contains("lie between the levels of world 'machine' and were taken as the nearest", trained.Error, StringComparison.Ordinal);
        Run("imagine", "run", "--rows", "40", "--horizon", "20", "--start", "logged", "--out", "imagined.csv");
        AssertOfItsKinds(spec);
        Run("evaluate", "run", "--json", "--episodes", "3");
        AssertActs();
    }

    public void Dispose() => _temporary.Dispose();

    private CliResult Run(params string[] arguments) => CliProcess.Run(Folder, arguments).Succeeded();

    private void AssertOfItsKinds(WorldSpec spec)
    {
        foreach (Episode episode in LogFile.Read(_temporary.File("imagined.csv"), spec, notice => Assert.NotEqual(LogNoticeKind.RoundedActions, notice.Kind)))
            foreach (double[] state in episode.States.Chunk(5))
            {
                Assert.InRange(state[1], -Math.PI, Math.PI);
                Assert.Contains(state[2], new double[] { 0, 1, 2 });
                Assert.Contains(state[3], new double[] { 0, 1 });
                Assert.Equal(2.5, state[4]);
            }

        foreach (string line in File.ReadLines(_temporary.File("imagined.csv")).Skip(1))
            Assert.Contains(double.Parse(line.Split(',')[7], CultureInfo.InvariantCulture), Levels);
    }

    private void AssertActs()
    {
        using CliProcess process = CliProcess.Start(Folder, "act", "run");
        foreach (string question in new[] { """{"state":[0.1,3,2,1,2.5],"begin":true}""", """{"state":[0.2,-3.1,0,0,2.5]}""" })
        {
            process.In.WriteLine(question);
            process.In.Flush();
            using JsonDocument answer = JsonDocument.Parse(process.ReadLine()!);
            int action = answer.RootElement.GetProperty("action").GetInt32();
            Assert.Equal(Levels[action], answer.RootElement.GetProperty("actionValue").GetDouble());
            Assert.Equal(Levels[action].ToString(CultureInfo.InvariantCulture), answer.RootElement.GetProperty("actionName").GetString());
            Assert.False(answer.RootElement.GetProperty("outsideSupport").GetBoolean());
        }

        process.In.Close();
        process.Finish().Succeeded();
    }

    /// <summary>The torque moves x, the angle goes around, the mode goes on where the torque is positive, the door opens by chance.</summary>
    private static string MachineLog()
    {
        var text = new StringBuilder("episode,step,x,turn,mode,door,mass,action,reward,terminated,truncated\n");
        var random = new RandomStream(1, RandomPurpose.Recording);
        for (int episode = 0; episode < 40; episode++)
        {
            double x = 0, turn = random.NextDouble();
            int mode = 0, door = 0;
            for (int step = 0; step < 30; step++)
            {
                double torque = 4 * random.NextDouble() - 2;
                if ((episode, step) is (0, 0) or (0, 1)) torque = step == 0 ? -2 : 2;
                text.Append(CultureInfo.InvariantCulture, $"{episode},{step},{x},{turn},{mode},{door},2.5,{torque},{-x * x},0,{(step == 29 ? 1 : 0)}\n");
                x = 0.8 * x + 0.2 * torque;
                turn = ExactMath.WrapAngle((float)(turn + 0.7));
                if (torque > 0) mode = (mode + 1) % 3;
                door = random.NextDouble() < 0.3 ? 1 : 0;
            }

            text.Append(CultureInfo.InvariantCulture, $"{episode},30,{x},{turn},{mode},{door},2.5,,,,\n");
        }

        return text.ToString();
    }
}
