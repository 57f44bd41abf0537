using WorldGan.Logs;
using WorldGan.Tests.House;
using WorldGan.Worlds;

namespace WorldGan.Tests.Logs.Mcap;

/// <summary>Recordings that other software wrote; golden.mjs says how.</summary>
public class GoldenRecordingTests
{
    internal static readonly WorldSpec Arm = new()
    {
        Name = "arm",
        State = [new StateVariable("shoulder"), new StateVariable("elbow"), new StateVariable("elbow_speed")],
        Actions = [new ActionSpec("back", -2), new ActionSpec("forth", 2)],
        LoggedActions = LoggedActions.Values,
    };

    internal const string Mapping = """
        { "rate": 20, "maxAge": 0.1,
          "state": [ { "name": "elbow", "field": "/joint_states.position[elbow]", "scale": 2, "offset": 1 }, { "name": "shoulder", "field": "/joint_states.position[shoulder]" },
                     { "name": "elbow_speed", "field": "/joint_states.velocity[elbow]" } ],
          "action": { "field": "/command.torque" }, "reward": { "field": "/command.vectors[1].z" }, "terminated": "/fallen.data" }
        """;

    [Theory]
    [InlineData("none")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    [InlineData("zstd19")]
    public void However_it_is_compressed_a_recording_gives_the_steps_that_were_recorded(string compression)
    {
        var report = new ImportReport();
        Episode episode = Assert.Single(LogImport.Read(PathOf(compression), Arm, LogMapping.Parse(System.Text.Encoding.UTF8.GetBytes(Mapping), "map.json", Arm), report, notice => Assert.Fail(notice.ToString())));
        Assert.Equal((30, Ending.Terminal), (episode.Count, episode.Ending));
        for (int t = 0; t <= 30; t++) Assert.Equal([5 * t / 100.0, 1 - 2 * 5 * t / 50.0, 2 + 5 * t], episode.States[(3 * t)..(3 * t + 3)]);
        Assert.Equal(Enumerable.Range(0, 30).Select(t => t % 2), episode.Actions);
        Assert.Equal(Enumerable.Range(1, 30).Select(t => 5.0 * t), episode.Rewards);
        Assert.Equal([new("messages of /joint_states", 201), new("messages of /command", 41), new("messages of /fallen", 2)], report.Taken);
    }

    [Fact]
    public void The_fields_of_a_recording_are_listed_as_a_mapping_names_them()
    {
        IReadOnlyList<RecordedTopic> topics = LogImport.Fields(PathOf("zstd"));
        Assert.Equal([("/joint_states", "sensor_msgs/msg/JointState", 201), ("/command", "arm_msgs/msg/Command", 41), ("/fallen", "std_msgs/msg/Bool", 2)], topics.Select(t => (t.Topic, t.Type, t.Messages)));
        Assert.Equal(100, topics[0].Rate!.Value, 1e-9);
        Assert.Equal(
            ["/command.on", "/command.small", "/command.letter", "/command.three[0]", "/command.word", "/command.few[0]", "/command.vectors[0].x", "/command.vectors[0].y", "/command.vectors[0].z", "/command.big", "/command.torque"],
            topics[1].Fields);
    }

    [Theory]
    [InlineData("/command.on", 1)]
    [InlineData("/command.small", -3)]
    [InlineData("/command.letter", 65)]
    [InlineData("/command.three[2]", 65535)]
    [InlineData("/command.few[0]", 0.5)]
    [InlineData("/command.vectors[0].y", 2)]
    [InlineData("/command.big", -5e9)]
    [InlineData("/joint_states.header.stamp.sec", 1.7e9)]
    public void Any_number_of_a_message_can_be_taken(string field, double expected)
    {
        string mapping = Mapping.Replace("/joint_states.velocity[elbow]", field, StringComparison.Ordinal);
        Episode episode = LogImport.Read(PathOf("none"), Arm, LogMapping.Parse(System.Text.Encoding.UTF8.GetBytes(mapping), "map.json", Arm)).First();
        Assert.Equal(expected, episode.States[2]);
    }

    [Theory]
    [InlineData("/joint_states.position[elbow]", "/joint_states.positin[0]", "topic '/joint_states': sensor_msgs/JointState has no field 'positin'. Did you mean 'position'?")]
    [InlineData("/joint_states.position[elbow]", "/joint_states.position", "sensor_msgs/JointState has a list 'position', expected a place in it, such as position[0].")]
    [InlineData("/joint_states.position[elbow]", "/joint_states.header.stamp", "std_msgs/Header has a message 'stamp', expected one of its fields: sec, nanosec.")]
    [InlineData("/joint_states.position[elbow]", "/command.three[3]", "arm_msgs/Command has 3 places in 'three', expected one of 0 to 2, got 3.")]
    [InlineData("/joint_states.position[elbow]", "/command.three[elbow]", "arm_msgs/Command has no list 'name' before 'three'")]
    [InlineData("/joint_states.position[elbow]", "/command.torque.x", "arm_msgs/Command has one value 'torque', expected nothing behind it.")]
    [InlineData("/joint_states.position[elbow]", "/joint_states.header.frame_id", "'/joint_states.header.frame_id' is 'base', expected a number.")]
    [InlineData("/joint_states.position[elbow]", "/joint_states.position[wrist]", "expected values of '/joint_states.position[wrist]', got messages of the topic without any.")]
    [InlineData("/joint_states.position[elbow]", "/joints.x", "expected messages of the topic '/joints', got the topics /command, /fallen, /joint_states.")]
    [InlineData("/command.torque", "/command.word", "'action' is go, but world 'arm' has actions -2 (back) and 2 (forth).")]
    public void A_field_that_is_not_there_is_told_with_what_is(string right, string wrong, string message)
    {
        LogMapping mapping = LogMapping.Parse(System.Text.Encoding.UTF8.GetBytes(Mapping.Replace(right, wrong, StringComparison.Ordinal)), "map.json", Arm);
        string got = Assert.Throws<LogFormatException>(() => LogImport.Read(PathOf("none"), Arm, mapping).ToList()).Message;
        Assert.Contains(message, got, StringComparison.Ordinal);
        Assert.DoesNotContain("?.", got, StringComparison.Ordinal);
    }

    internal static string PathOf(string compression) => Repository.PathOf($"tests/WorldGan.Tests/Logs/Mcap/arm-{compression}.mcap");
}
