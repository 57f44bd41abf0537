using System.Text;
using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Tests.Worlds;

public class ImageWorldTests
{
    private const string Sound = """
        {
          "name": "ball",
          "state": [ { "name": "view", "kind": "image", "height": 32, "width": 48, "channels": 3 } ],
          "actions": [ { "name": "left" }, { "name": "right" } ],
          "history": 4
        }
        """;

    [Fact]
    public void An_image_says_its_size()
    {
        WorldSpec spec = Parse(Sound);
        Assert.Equal(new StateVariable("view", VariableKind.Image) { Height = 32, Width = 48, Channels = 3 }, spec.Image);
        Assert.Equal((32 * 48 * 3, 4), (spec.Numbers, spec.History));
    }

    [Property]
    public void Writing_and_reading_gives_an_equal_specification(ushort height, ushort width, byte channels, bool hasHistory)
    {
        WorldSpec spec = Parse(Sound) with
        {
            State = [new StateVariable("view", VariableKind.Image) { Height = 1 + height % 1024, Width = 1 + width % 1024, Channels = 1 + channels % 4 }],
            History = hasHistory ? 3 : null,
        };
        Assert.Equal(spec, WorldSpecFile.Parse(WorldSpecFile.Format(spec), "world.json"));
    }

    [Theory]
    [InlineData("\"height\": 32, ", "", "world.json(3,14): state[0]: expected 'height' of an image.")]
    [InlineData("\"channels\": 3", "\"channels\": 5", "world.json(3,88): state[0].channels: expected a number of at least 1 and of at most 4, got 5.")]
    [InlineData("\"width\": 48", "\"width\": 0", "world.json(3,72): state[0].width: expected a number of at least 1 and of at most 1024, got 0.")]
    [InlineData("\"kind\": \"image\"", "\"kind\": \"real\"", "only a variable of kind image has height.")]
    [InlineData("\"channels\": 3 }", "\"channels\": 3 }, { \"name\": \"speed\" }", "state[1]: expected an image as the only state variable, got more beside it.")]
    [InlineData("\"history\": 4", "\"terminalWhen\": \"view > 1\"", "terminalWhen: expected no expression in a world of images, whose pixels have no names: ends and rewards are learned.")]
    [InlineData("\"history\": 4", "\"rewardRange\": { \"low\": 1, \"high\": 1 }, \"rewardIs\": \"1\"", "rewardIs: expected no expression in a world of images")]
    public void What_is_wrong_is_told_with_its_place(string sound, string wrong, string fault)
    {
        var error = Assert.Throws<FaultyFileException>(() => Parse(Sound.Replace(sound, wrong, StringComparison.Ordinal)));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_takes_a_state_as_numbers_refuses_an_image_and_says_what_takes_it()
    {
        WorldSpec spec = Parse(Sound);
        string message = "World 'ball': expected a state of numbers, got the image 'view'. Worlds of images are recorded and inspected like others, learned by 'worldgan train --device torch-cpu' or cuda, and scored by 'worldgan evaluate'; nothing else knows them yet.";
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => TransitionSet.From(spec, [])).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => spec.AsSeen()).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => spec.ExpectNumbers()).Message);
    }

    private static WorldSpec Parse(string text) => WorldSpecFile.Parse(Encoding.UTF8.GetBytes(text), "world.json");
}
