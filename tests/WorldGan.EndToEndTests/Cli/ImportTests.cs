using System.Text.Json;
using WorldGan.Tests;
using WorldGan.Tests.House;

namespace WorldGan.EndToEndTests.Cli;

public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.GetDirectoryName(_folder.File("x"))!;

    private static string Bag => Repository.PathOf("tests/WorldGan.Tests/Logs/Mcap/arm-zstd.mcap");

    public ImportTests()
    {
        Directory.CreateDirectory(_folder.File("arm"));
        File.WriteAllText(_folder.File("arm/world.json"), """
            { "name": "arm", "state": [{ "name": "shoulder" }, { "name": "elbow" }], "actions": [{ "name": "back", "value": -2 }, { "name": "forth", "value": 2 }], "loggedActions": "values" }
            """);
        File.WriteAllText(_folder.File("map.json"), """
            { "rate": 20, "maxAge": 0.1, "state": [{ "name": "shoulder", "field": "/joint_states.position[shoulder]" }, { "name": "elbow", "field": "/joint_states.position[elbow]" }],
              "action": { "field": "/command.torque" }, "terminated": "/fallen.data" }
            """);
    }

    [Fact]
    public void A_recording_becomes_a_log_and_what_was_taken_and_dropped_is_told()
    {
        CliResult result = CliProcess.Run(Folder, "import", Bag, "--mapping", "map.json", "--world", "arm", "--out", "arm.csv").Succeeded();
        Assert.Equal(
            """
            Wrote 30 transitions in 1 episode to arm.csv.
            Taken:
                    201  messages of /joint_states
                     41  messages of /command
                      2  messages of /fallen
            Dropped:
                      1  parts of steps before an end, shorter than half a step

            """, result.Out);
        Assert.Equal(31, File.ReadAllLines(_folder.File("arm.csv")).Length);
        CliProcess.Run(Folder, "inspect", "arm.csv", "--world", "arm").Succeeded();
        JsonElement json = JsonElement.Parse(CliProcess.Run(Folder, "import", Bag, "arm.wglog", "--mapping", "map.json", "--world", "arm", "--json").Succeeded().Out);
        Assert.Equal((30, 201), (json.GetProperty("transitions").GetInt32(), json.GetProperty("taken")[0].GetProperty("count").GetInt32()));
    }

    [Fact]
    public void The_fields_of_a_recording_are_listed()
    {
        string text = CliProcess.Run(Folder, "import", Bag, "--fields").Succeeded().Out;
        Assert.Contains("/joint_states  sensor_msgs/msg/JointState, 201 messages, 100 a second\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  /joint_states.position[0]\n", text, StringComparison.Ordinal);
        Assert.Equal(3, JsonElement.Parse(CliProcess.Run(Folder, "import", Bag, "--fields", "--json").Succeeded().Out).GetArrayLength());
    }

    [Fact]
    public void A_folder_of_recordings_is_one_log()
    {
        Directory.CreateDirectory(_folder.File("bag"));
        File.Copy(Bag, _folder.File("bag/bag_0.mcap"));
        Assert.Contains("Wrote 30 transitions", CliProcess.Run(Folder, "import", "bag", "a.wglog", "--mapping", "map.json", "--world", "arm").Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_of_other_software_need_no_world()
    {
        File.WriteAllText(_folder.File("minari.json"), """{"episodes":[{"id":0,"observations":[[0,1],[1,2],[2,3]],"actions":[0,1],"rewards":[1,1],"terminations":[false,true],"truncations":[false,false]}]}""");
        Assert.Contains("Wrote 2 transitions in 1 episode", CliProcess.Run(Folder, "import", "minari.json", "a.csv").Succeeded().Out, StringComparison.Ordinal);
        Assert.Equal("0,1,1,2,1,1,1,0,2,3", File.ReadAllLines(_folder.File("a.csv"))[^1]);
    }

    [Fact]
    public void Where_names_of_actions_become_numbers_the_names_are_told()
    {
        File.WriteAllText(_folder.File("named.csv"), "x,action,reward,terminated,next_x\n1,left,1,0,2\n2,right,1,1,3\n");
        string said = "\nActions stand as numbers: 0 is left, 1 is right. Their names are not in it: --world says them.\n";
        Assert.EndsWith(said, CliProcess.Run(Folder, "import", "named.csv", "numbers.csv").Succeeded().Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Actions", CliProcess.Run(Folder, "import", "named.csv", "named.wglog").Succeeded().Out, StringComparison.Ordinal);
        Assert.EndsWith(said, CliProcess.Run(Folder, "import", "named.wglog", "numbers.jsonl").Succeeded().Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Actions", CliProcess.Run(Folder, "import", "numbers.csv", "again.csv").Succeeded().Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import BAG a.wglog", 2, "is a recording: expected --world and --mapping. --fields lists what a mapping may name.")]
    [InlineData("import BAG --mapping map.json --world arm", 2, "Expected the log to write, got none.")]
    [InlineData("import BAG a.wglog --mapping bad.json --world arm", 1, "bad.json(1,11): rate: expected a number of at least 0.001 and of at most 1000, got 0.")]
    [InlineData("import minari.json a.wglog --mapping map.json --world arm", 2, "--mapping is for recordings, and minari.json is none.")]
    [InlineData("import torn.mcap a.wglog --mapping map.json --world arm", 1, "torn.mcap: expected messages of the topic '/joint_states', got no messages at all.")]
    [InlineData("import none.mcap a.wglog --mapping map.json --world arm", 1, "none.mcap")]
    [InlineData("import minari.json a.wglog --world arm", 1, "minari.json(byte 0): expected an object with arrays")]
    public void A_fault_says_where(string arguments, int exitCode, string message)
    {
        File.WriteAllText(_folder.File("bad.json"), File.ReadAllText(_folder.File("map.json")).Replace("20", "0", StringComparison.Ordinal));
        File.WriteAllText(_folder.File("minari.json"), "{}");
        File.WriteAllBytes(_folder.File("torn.mcap"), File.ReadAllBytes(Repository.PathOf("tests/WorldGan.Tests/Logs/Mcap/arm-none.mcap"))[..500]);
        CliResult result = CliProcess.Run(Folder, [.. arguments.Split(' ').Select(word => word == "BAG" ? Bag : word)]);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("a.wglog")));
    }

    public void Dispose() => _folder.Dispose();
}
