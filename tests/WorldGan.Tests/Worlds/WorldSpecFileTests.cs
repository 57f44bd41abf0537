using System.Text;
using FsCheck.Xunit;
using WorldGan.Numerics;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Tests.Worlds;

public class WorldSpecFileTests
{
    private const string Sound = """
        {
          "name": "arm",
          "state": [
            { "name": "joint", "kind": "real", "unit": "rad", "low": -3, "high": 3 },
            { "name": "mode", "kind": "category", "categories": 3 },
            { "name": "gripped", "kind": "flag" }
          ],
          "actions": [ { "name": "off", "value": 0 }, { "name": "on", "value": 2.5 } ],
          "discount": 0.9,
          "stepLimit": 100,
          "secondsPerStep": 0.05,
          "rewardRange": { "low": -1, "high": 2 },
          "simulator": "arm",
          "terminalWhen": "abs(joint) > 2.9 && gripped == 0",
          "rewardIs": "-abs(joint) - 0.1 * action"
        }
        """;

    [Fact]
    public void A_sound_file_says_everything_about_its_world()
    {
        var spec = Parse(Sound);
        Assert.Equal("arm", spec.Name);
        Assert.Equal(new StateVariable("joint", VariableKind.Real) { Unit = "rad", Low = -3, High = 3 }, spec.State[0]);
        Assert.Equal(new StateVariable("mode", VariableKind.Category) { Categories = 3 }, spec.State[1]);
        Assert.Equal(new StateVariable("gripped", VariableKind.Flag), spec.State[2]);
        Assert.Equal([new ActionSpec("off", 0), new ActionSpec("on", 2.5)], spec.Actions);
        Assert.Equal((0.9, 100, 0.05, new RewardRange(-1, 2)), (spec.Discount, spec.StepLimit, spec.SecondsPerStep, spec.RewardRange));
        Assert.Equal(("arm", "abs(joint) > 2.9 && gripped == 0", "-abs(joint) - 0.1 * action"), (spec.Simulator, spec.TerminalWhen, spec.RewardIs));
    }

    [Fact]
    public void What_is_left_out_keeps_its_default()
    {
        var spec = Parse("""{ "name": "a", "state": [{ "name": "x" }], "actions": [{ "name": "0" }, { "name": "1" }] }""");
        Assert.Equal((0.99, null, null, null, null), (spec.Discount, spec.StepLimit, spec.SecondsPerStep, spec.RewardRange, spec.Simulator));
        Assert.Equal(new StateVariable("x"), spec.State[0]);
        Assert.Equal(new ActionSpec("1"), spec.Actions[1]);
    }

    [Property]
    public void Writing_and_reading_gives_an_equal_specification(ulong seed)
    {
        var spec = AnyWorldSpec.From(seed);
        byte[] written = WorldSpecFile.Format(spec);
        var read = WorldSpecFile.Parse(written, "world.json");
        Assert.Equal(spec, read);
        Assert.Equal(spec.GetHashCode(), read.GetHashCode());
        Assert.Equal(written, WorldSpecFile.Format(read));
    }

    [Property]
    public void Specifications_of_different_worlds_differ(ulong seed)
    {
        var spec = AnyWorldSpec.From(seed);
        Assert.NotEqual(spec, spec with { Discount = spec.Discount / 2 });
        Assert.NotEqual(spec, spec with { State = [.. spec.State.Select(variable => variable with { Unit = variable.Unit + "x" })] });
        Assert.NotEqual(spec, spec with { Actions = [.. spec.Actions.Reverse()] });
        Assert.NotEqual(spec, spec with { RewardRange = new RewardRange(-1e9, 1e9) });
        Assert.NotEqual(spec, spec with { TerminalWhen = "1 > 2" });
        Assert.NotEqual(spec, spec with { History = 65 });
    }

    [Fact]
    public void A_history_of_one_step_is_the_same_as_none() =>
        Assert.Equal(Parse(Sound), Parse(Sound.Replace("\"stepLimit\"", "\"history\": 1, \"stepLimit\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"history\": 0", "expected a number of at least 1 and of at most 64, got 0.")]
    [InlineData("\"history\": 2", "the state variable 'JOINT[-1]' is called as an earlier step is; choose another name.")]
    [InlineData("\"history\": 1", null)]
    [InlineData("\"terminalWhen\": \"'mode[-1]' > 0\", \"history\": 2", "'mode[-1]'")]
    public void A_history_speaks_of_present_variables_only(string more, string? fault)
    {
        string text = $$"""{ "name": "a", "state": [{ "name": "joint" }, { "name": "mode" }{{(more.Contains("mode", StringComparison.Ordinal) ? "" : """, { "name": "JOINT[-1]" }""")}}], "actions": [{ "name": "0" }, { "name": "1" }], {{more}} }""";
        if (fault is null) Assert.Equal(3, Parse(text).State.Count);
        else Assert.Contains(fault, Assert.Throws<FaultyFileException>(() => Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_listed_at_once_with_its_place()
    {
        var error = Assert.Throws<FaultyFileException>(() => Parse("""
            {
              "name": "An Arm",
              "state": [
                { "name": "joint", "kind": "angel" },
                { "name": "mode", "kind": "category", "categories": 1 },
                { "nam": "grip", "low": 1, "high": "2" },
                { "name": "x", "low": 3, "high": 2 }
              ],
              "actions": [ { "name": "go" } ],
              "discount": 1, "simulator": "a",
              "simulator": "b",
              "stepLimit": 1.5,
              "rewardRange": { "low": 1 },
              "secondsPerSte": 0,
              "terminalWhen": "joint >"
            }
            """));

        Assert.Equal("world.json", error.Path);
        Assert.Equal(
            """
            world.json(2,11): name: expected 1 to 64 of the characters a-z, 0-9 and '-'.
            world.json(4,32): state[0].kind: expected one of real, angle, category, flag, image, got 'angel'. Did you mean 'angle'?
            world.json(5,57): state[1].categories: expected 'categories' of at least 2 for a variable of kind category.
            world.json(6,5): state[2].name: this key is missing.
            world.json(6,7): state[2].nam: this key is not known. Did you mean 'name'?
            world.json(6,40): state[2].high: expected a finite number, got '2'.
            world.json(7,27): state[3].low: expected low below high, got 3 and 2.
            world.json(9,14): actions: expected at least two actions.
            world.json(10,15): discount: expected a number above 0 and below 1, got 1.
            world.json(11,3): simulator: this key stands twice.
            world.json(12,16): stepLimit: expected a whole number, got 1.5.
            world.json(13,18): rewardRange.high: this key is missing.
            world.json(14,3): secondsPerSte: this key is not known. Did you mean 'secondsPerStep'?
            """,
            error.Message);
        Assert.Equal(13, error.Faults.Count);
        Assert.Equal(new Fault(10, 15, "discount", "expected a number above 0 and below 1, got 1."), error.Faults[8]);
    }

    [Fact]
    public void One_fault_of_a_variable_hides_none_of_its_others()
    {
        string[] keys = [.. Assert.Throws<FaultyFileException>(() => Parse("""
            { "name": "a", "state": [{ "name": "x" }, { "name": "X", "kind": "reel" }, { "name": "y", "low": 2, "high": 1, "bogus": 1 }],
              "actions": [{ "name": "l" }, { "name": "L", "bogus": 1 }] }
            """)).Faults.Select(fault => fault.Key)];
        Assert.Equal(["state[1].name", "state[1].kind", "state[2].low", "state[2].bogus", "actions[1].name", "actions[1].bogus"], keys);
    }

    [Theory]
    [InlineData("""{ "name": "x" }, { "name": "X" }""", "state[1].name", "stands twice")]
    [InlineData("""{ "name": "reward" }""", "state[0].name", "column of its own")]
    [InlineData("""{ "name": "a,b" }""", "state[0].name", "without , ; ' \"")]
    [InlineData("""{ "name": " a" }""", "state[0].name", "outer blanks")]
    [InlineData("""{ "name": "" }""", "state[0].name", "1 to 64 characters")]
    [InlineData("""{ "name": "x", "categories": 3 }""", "state[0].categories", "only a variable of kind category")]
    [InlineData("""{ "name": "x", "kind": "category" }""", "state[0]", "'categories' of at least 2")]
    [InlineData("""{ "name": "x", "kind": "flag", "low": 0 }""", "state[0].low", "only variables of kind real")]
    [InlineData("""{ "name": "x", "kind": "angle", "high": 3 }""", "state[0].high", "only variables of kind real")]
    [InlineData("""{ "name": "x", "low": 1, "high": 1 }""", "state[0].low", "expected low below high, got 1 and 1.")]
    [InlineData("""{ "name": null }""", "state[0].name", "expected text, got null.")]
    [InlineData("7", "state[0]", "expected an object, got 7.")]
    [InlineData("", "state", "at least one state variable")]
    public void A_wrong_state_variable_is_refused(string state, string key, string message) =>
        AssertOneFault($$"""{ "name": "a", "state": [{{state}}], "actions": [{ "name": "l" }, { "name": "r" }] }""", key, message);

    [Theory]
    [InlineData("""{ "name": "go" }, { "name": "GO" }""", "actions[1].name", "stands twice")]
    [InlineData("""{ "name": "1" }, { "name": "0" }, { "name": "2" }""", "actions[0].name", "must be the action's own, 0, or its value, got '1'")]
    [InlineData("""{ "name": "l", "value": 1e400 }, { "name": "r" }""", "actions[0].value", "expected a finite number, got 1e400.")]
    [InlineData("""{ "name": "l" }""", "actions", "at least two actions")]
    public void A_wrong_action_is_refused(string actions, string key, string message)
    {
        var error = Assert.Throws<FaultyFileException>(() => Parse($$"""{ "name": "a", "state": [{ "name": "x" }], "actions": [{{actions}}] }"""));
        Assert.Contains(error.Faults, fault => fault.Key == key && fault.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("terminalWhen", "abs(y) > 1", "column 5 of the expression: 'y' is not a state variable. Did you mean 'x'?")]
    [InlineData("terminalWhen", "x + 1", "expected a condition, got a number.")]
    [InlineData("rewardIs", "x > 1", "expected a number, got a condition.")]
    [InlineData("rewardIs", "x +", "column 4 of the expression: expected a number, a name or '(', got the end.")]
    public void A_wrong_expression_is_refused(string key, string expression, string message) =>
        AssertOneFault($$"""{ "name": "a", "state": [{ "name": "x" }], "actions": [{ "name": "l" }, { "name": "r" }], "rewardRange": { "low": 0, "high": 1 }, "{{key}}": "{{expression}}" }""", key, message);

    [Theory]
    [InlineData("")]
    [InlineData("\"rewardRange\": null,")]
    public void A_known_reward_needs_its_range(string range) =>
        AssertOneFault(Sound.Replace("\"rewardRange\": { \"low\": -1, \"high\": 2 },", range, StringComparison.Ordinal), "rewardIs", "expected 'rewardRange' beside it");

    [Fact]
    public void An_expression_is_judged_although_a_variable_has_a_fault_elsewhere()
    {
        var error = Assert.Throws<FaultyFileException>(() => Parse(Sound.Replace("\"high\": 3", "\"high\": true", StringComparison.Ordinal).Replace("gripped ==", "griped ==", StringComparison.Ordinal)));
        Assert.Equal(["state[0].high", "terminalWhen"], error.Faults.Select(fault => fault.Key));
    }

    [Fact]
    public void A_reward_range_may_be_a_point_but_not_upside_down()
    {
        Assert.Equal(new RewardRange(1, 1), Parse(Sound.Replace("-1, \"high\": 2", "1, \"high\": 1", StringComparison.Ordinal)).RewardRange);
        AssertOneFault(Sound.Replace("-1, \"high\": 2", "3, \"high\": 2", StringComparison.Ordinal), "rewardRange", "expected low of at most high, got 3 and 2.");
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{\n  \"name\": \"a\"\n  \"state\"", 3, 3)]
    [InlineData("{ \"name\": \"ä\" x }", 1, 15)]
    [InlineData("{}\n}", 2, 1)]
    [InlineData("{ \"name\": \"\\ud800\" }", 1, 11)]
    public void Text_that_is_no_json_is_refused_at_its_place(string text, int line, int column)
    {
        var fault = Assert.Single(Assert.Throws<FaultyFileException>(() => Parse(text)).Faults);
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused_at_their_place()
    {
        byte[] latin1 = Encoding.Latin1.GetBytes("{ \"name\":\n \"ärm\" }");
        var fault = Assert.Single(Assert.Throws<FaultyFileException>(() => WorldSpecFile.Parse(latin1, "world.json")).Faults);
        Assert.Equal((2, 3, "expected UTF-8 text, got bytes of another encoding."), (fault.Line, fault.Column, fault.Message));
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm() => Assert.Equal(Parse(Sound), Parse("\uFEFF" + Sound));

    [Fact]
    public void Nesting_without_end_is_refused() => Assert.Throws<FaultyFileException>(() => Parse(new string('[', 100_000)));

    [Property(MaxTest = 500)]
    public void Whatever_stands_in_the_file_it_is_read_or_refused_with_places(ulong seed)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Sound);
        const string Others = " {}[]\",:0-9eax\\\n\u00ff";
        var random = new RandomStream(seed, RandomPurpose.Batch);
        for (int change = 0; change <= random.NextInt32(3); change++)
            bytes[random.NextInt32(bytes.Length)] = (byte)Others[random.NextInt32(Others.Length)];

        try
        {
            var spec = WorldSpecFile.Parse(bytes, "world.json");
            Assert.Equal(spec, WorldSpecFile.Parse(WorldSpecFile.Format(spec), "world.json"));
        }
        catch (FaultyFileException e)
        {
            Assert.NotEmpty(e.Faults);
            Assert.All(e.Faults, fault => Assert.True(fault is { Line: >= 1, Column: >= 1 }));
        }
    }

    [Fact]
    public void A_specification_that_could_not_be_read_again_is_not_written()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("world.json");
        WorldSpecFile.Write(path, Parse(Sound));
        Assert.Throws<FaultyFileException>(() => WorldSpecFile.Write(path, Parse(Sound) with { Discount = 2 }));
        Assert.Throws<ArgumentException>(() => WorldSpecFile.Write(path, Parse(Sound) with { SecondsPerStep = double.NaN }));
        Assert.Equal(Parse(Sound), WorldSpecFile.Read(path));
        Assert.Equal(["world.json"], folder.Names);
    }

    private static WorldSpec Parse(string text) => WorldSpecFile.Parse(Encoding.UTF8.GetBytes(text), "world.json");

    private static void AssertOneFault(string text, string key, string message)
    {
        var fault = Assert.Single(Assert.Throws<FaultyFileException>(() => Parse(text)).Faults);
        Assert.Equal(key, fault.Key);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }
}
