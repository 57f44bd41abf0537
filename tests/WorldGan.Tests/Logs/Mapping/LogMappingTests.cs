using System.Text;
using WorldGan.Logs;
using WorldGan.Worlds.Json;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs.Mapping;

public class LogMappingTests
{
    private const string Good = """
        {
          "rate": 20, "maxAge": 0.2,
          "state": [
            { "name": "x", "field": "/odom.pose.pose.position.x" },
            { "name": "v", "field": "/odom.twist.twist.linear.x" }
          ],
          "action": { "field": "/cmd.data" }
        }
        """;

    [Fact]
    public void A_mapping_is_read()
    {
        LogMapping mapping = Parse(Good);
        Assert.Equal((20, 0.2, 5, "/cmd.data"), (mapping.Rate, mapping.MaxAge, mapping.NewEpisodeAfter, mapping.Action.Field));
        Assert.Equal(["x", "v"], mapping.State.Select(variable => variable.Name));
    }

    [Theory]
    [InlineData("\"rate\": 20", "\"rate\": 0", "map.json(2,11): rate: expected a number of at least 0.001 and of at most 1000, got 0.")]
    [InlineData("\"rate\": 20, ", "", "map.json(1,1): rate: this key is missing.")]
    [InlineData("\"action\"", "\"axion\"", "map.json(1,1): action: this key is missing.")]
    [InlineData("\"maxAge\"", "\"maxage\"", "maxage: this key is not known. Did you mean 'maxAge'?")]
    [InlineData("\"name\": \"v\"", "\"name\": \"w\"", "map.json(5,15): state[1].name: world 'cart' has no state variable 'w'.")]
    [InlineData("\"name\": \"v\"", "\"name\": \"x\"", "map.json(5,15): state[1].name: the state variable 'x' stands twice.")]
    [InlineData("{ \"name\": \"v\"", "{ \"name\": \"v\", \"scale\": \"x\"", "expected a finite number, got 'x'.")]
    [InlineData("/cmd.data", "cmd", "map.json(7,24): action.field: expected a topic, a dot and a field, such as '/joint_states.position[2]', got 'cmd'.")]
    [InlineData("/cmd.data", "/cmd.data[", "expected a topic, a dot and a field")]
    [InlineData("/cmd.data", "/cmd.data[]", "expected a topic, a dot and a field")]
    [InlineData("/cmd.data", "/cmd..data", "expected a topic, a dot and a field")]
    public void A_wrong_mapping_is_told_where(string right, string wrong, string message) =>
        Assert.Contains(message, Assert.Throws<FaultyFileException>(() => Parse(Good.Replace(right, wrong, StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_state_variable_must_be_given() =>
        Assert.Contains("map.json(3,12): state: expected all state variables of world 'cart', got none for x.",
            Assert.Throws<FaultyFileException>(() => Parse(Good.Replace("{ \"name\": \"x\", \"field\": \"/odom.pose.pose.position.x\" },", "", StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    private static LogMapping Parse(string text) => LogMapping.Parse(Encoding.UTF8.GetBytes(text), "map.json", Cart);
}
