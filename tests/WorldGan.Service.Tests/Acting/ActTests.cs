using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WorldGan.Policies;
using WorldGan.Runs;
using WorldGan.Service.Acting;
using WorldGan.Service.Hosting;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Tests.Acting;

public class ActTests(TrainedArm trained) : IClassFixture<TrainedArm>
{
    /// <summary>Desks wait for the next question by the dozen, so none may keep what a long one has made of it, whether it was answered or refused.</summary>
    [Theory]
    [InlineData("short", false)]
    [InlineData("many", true)]
    [InlineData("long", true)]
    public async Task A_desk_that_has_read_a_long_question_is_known_by_it(string states, bool isLarge)
    {
        await using ServedArm arm = await ServedArm.StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        string body = states switch
        {
            "many" => string.Join(',', Enumerable.Repeat("[0.3,2.6]", 20_000)),
            "long" => $"[{string.Join(',', Enumerable.Repeat("1", 40_000))}]",
            _ => "[0.3,2.6]",
        };
        var desk = new ActDesk();
        ActingWorld world = arm.Service.Services.GetRequiredService<ActingWorlds>().Of(arm.Service.World("arm"));
        var question = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($"{{\"states\":[{body}]}}"));
        if (states == "long") Assert.Throws<ProblemException>(() => desk.Answer(question, world));
        else desk.Answer(question, world);
        Assert.Equal(isLarge, desk.IsLarge);
    }

    /// <summary>A few bytes of a question can stand for a whole row.</summary>
    [Fact]
    public async Task States_that_are_none_or_too_many_are_refused_before_there_is_room_for_their_rows()
    {
        await using ServedArm arm = await ServedArm.StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        var desk = new ActDesk();
        ActingWorld world = arm.Service.Services.GetRequiredService<ActingWorlds>().Of(arm.Service.World("arm"));
        foreach ((int count, int status) in new[] { (1_000_000, 400), ((1 << 23) + 1, 413) })
        {
            var question = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes("{\"states\":[[0.3,2.6]" + string.Concat(Enumerable.Repeat(",[]", count - 1)) + "]}"));
            Assert.Equal(status, Assert.Throws<ProblemException>(() => desk.Answer(question, world)).Status);         // grows the question's own buffers
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(status, Assert.Throws<ProblemException>(() => desk.Answer(question, world)).Status);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }

        Assert.Throws<ProblemException>(() => desk.Answer(new ReadOnlySequence<byte>("{\"states\":[[0.3,2.6],[0.3,2.6],[0.3]]}"u8.ToArray()), world));
    }

    [Fact]
    public async Task The_service_answers_as_the_policy_does()
    {
        await using ServedArm arm = await ServedArm.StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        double[][] states = [[0.3, 2.6], [0.7, 3.6], [-40, 2.6]];
        JsonElement answer = await arm.AskAsync("act", new { states });
        ControllerAnswer[] expected = [.. states.Select(state => Controller.Open(trained.Run).Act(state))];
        Assert.Equal(expected.Select(e => e.Action), answer.GetProperty("actions").EnumerateArray().Select(a => a.GetInt32()));
        Assert.Equal(expected.Select(e => e.Action == 0 ? "down" : "up"), answer.GetProperty("names").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(expected.SelectMany(e => e.Values), answer.GetProperty("values").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(v => v.GetSingle()));
        Assert.Equal([false, false, true], answer.GetProperty("outsideSupport").EnumerateArray().Select(o => o.GetBoolean()));
        Assert.Equal(1, answer.GetProperty("version").GetInt32());
        Assert.Equal(["actions", "names", "values", "version", "outsideSupport"], answer.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task No_states_have_no_actions()
    {
        await using ServedArm arm = await ServedArm.StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        (await arm.Service.PostAsync("/v1/worlds/arm/act", "{\"states\":[]}")).Is(200).Says("{\"actions\":[],\"names\":[],\"values\":[],\"version\":1,\"outsideSupport\":[]}");
    }

    [Fact]
    public async Task Before_the_first_version_there_is_no_answer()
    {
        await using ServedArm arm = await ServedArm.StartAsync();
        (await arm.Service.PostAsync("/v1/worlds/arm/act", "{\"states\":[[0,3]]}")).Is(409).Says("expected a published version, got none yet");
        (await arm.Service.PostAsync("/v1/worlds/nobody/act", "{\"states\":[[0,3]]}")).Is(404);
        (await arm.Service.PostAsync("/v1/worlds/..%2Farm/act", "{\"states\":[[0,3]]}")).Is(404);
    }

    [Fact]
    public async Task A_question_that_is_too_long_is_refused()
    {
        await using ServedArm arm = await ServedArm.StartAsync(settings: "WorldGan:Acting:MaxRequestBytes=1024");
        await arm.PublishAsync(trained.Run, "a");
        (await arm.Service.PostAsync("/v1/worlds/arm/act", $"{{\"states\":[{string.Join(',', Enumerable.Repeat("[0.1,3]", 200))}]}}")).Is(413);
    }

    [Fact]
    public async Task Beyond_the_support_the_fallback_is_taken_where_there_is_one()
    {
        Controller controller = Controller.Open(trained.Run);
        int inside = controller.Act([0.3, 2.6]).Action, fallback = 1 - controller.Act([-40, 2.6]).Action;
        string name = ArmWorld.Spec.Actions[fallback].Name;
        await using ServedArm arm = await ServedArm.StartAsync($"{{\"outsideSupport\":\"fallback\",\"fallbackAction\":\"{name}\"}}");
        await arm.PublishAsync(trained.Run, "a");
        JsonElement answer = await arm.AskAsync("act", new { states = new double[][] { [-40, 2.6], [0.3, 2.6] } });
        Assert.Equal([fallback, inside], answer.GetProperty("actions").EnumerateArray().Select(a => a.GetInt32()));
        Assert.Equal(name, answer.GetProperty("names")[0].GetString());
    }

    [Fact]
    public async Task Beyond_the_support_the_question_is_refused_where_that_is_wanted()
    {
        await using ServedArm arm = await ServedArm.StartAsync("{\"outsideSupport\":\"refuse\"}");
        await arm.PublishAsync(trained.Run, "a");
        (await arm.Service.PostAsync("/v1/worlds/arm/act", "{\"states\":[[0.3,2.6],[-40,2.6]]}")).Is(409).Says("states[1]: expected a state that the log covers");
        (await arm.Service.PostAsync("/v1/worlds/arm/act", "{\"states\":[[0.3,2.6]]}")).Is(200);
    }

    [Theory]
    [InlineData("{\"outsideSupport\":\"fallback\"}", "expected one of the actions down, up as 'fallbackAction', got none")]
    [InlineData("{\"outsideSupport\":\"fallback\",\"fallbackAction\":\"left\"}", "got 'left'")]
    [InlineData("{\"outsideSuport\":\"answer\"}", "act.json(1,2)")]
    public async Task A_wrong_act_json_stops_the_start(string act, string says)
    {
        Exception fault = await Assert.ThrowsAnyAsync<Exception>(() => ServedArm.StartAsync(act));
        Assert.True(fault is InvalidDataException or FaultyFileException, fault.ToString());
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_history_a_state_begins_an_episode_or_is_a_whole_row()
    {
        RunFolder run = trained.Train("remembering", ArmWorld.Settings, history: 2);
        await using ServedArm arm = await ServedArm.StartAsync(history: 2);
        await arm.PublishAsync(run, "a");
        JsonElement answer = await arm.AskAsync("act", new { states = new double[][] { [0.3, 2.6], [0.4, 3.6, 0.3, 2.6, 1], [0.3, 2.6, 0.3, 2.6, 2] } });
        Controller controller = Controller.Open(run);
        ControllerAnswer first = controller.Act([0.3, 2.6]);
        float[][] values = [.. answer.GetProperty("values").EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetSingle()).ToArray())];
        Assert.Equal(first.Values, values[0]);
        Assert.Equal(values[0], values[2]);                    // 2 stands for 'no action yet'
        var byHand = new float[2];
        QPolicyFile.Read(run.Policy).Policy.Choose([0.4f, 3.6f - MathF.Tau, 0.3f, 2.6f, 1], new int[1], byHand);
        Assert.Equal(byHand, values[1], (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public async Task Questions_are_answered_while_versions_change_and_each_answer_is_of_one_version()
    {
        RunFolder other = trained.Train("other", ArmWorld.Settings with { Seed = 7 });
        await using ServedArm arm = await ServedArm.StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        float[][] expected = [.. new[] { trained.Run, other }.Select(run => Controller.Open(run).Act([0.3, 2.6]).Values.ToArray())];
        using var stop = new CancellationTokenSource();
        Task<HashSet<int>>[] robots = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(AskUntilStopped))];
        for (int i = 0; i < 10; i++) await arm.PublishAsync(i % 2 == 0 ? other : trained.Run, $"{i}");
        await stop.CancelAsync();
        Assert.True((await Task.WhenAll(robots)).SelectMany(seen => seen).Distinct().Count() > 2);

        async Task<HashSet<int>> AskUntilStopped()
        {
            var seen = new HashSet<int>();
            while (!stop.IsCancellationRequested)
            {
                JsonElement answer = await arm.AskAsync("act", new { states = new[] { new[] { 0.3, 2.6 } } });
                int version = answer.GetProperty("version").GetInt32();
                seen.Add(version);
                Assert.Equal(expected[version % 2 == 1 ? 0 : 1], answer.GetProperty("values")[0].EnumerateArray().Select(v => v.GetSingle()));
            }

            return seen;
        }
    }

    [Fact]
    public async Task A_published_version_that_is_damaged_leaves_the_one_before_and_is_told()
    {
        await using ServedArm arm = await ServedArm.StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        int second = await AddDamagedAsync(arm);
        (await arm.Service.PostAsync($"/v1/worlds/arm/versions/{second}/promote", "")).Is(200);
        ActingWorld acting = ((ActingWorlds)arm.Service.Services.GetService(typeof(ActingWorlds))!).Of(arm.Service.World("arm"));
        await Wait.UntilAsync(() => acting.Fault is not null);
        Assert.Equal(1, (await arm.AskAsync("act", new { states = new[] { new[] { 0.3, 2.6 } } })).GetProperty("version").GetInt32());
        (await arm.Service.GetAsync("/health/ready")).Says("degraded");
        (await arm.Service.PostAsync("/v1/worlds/arm/simulate", $"{{\"version\":{second}}}")).Is(503).Says("cannot be opened");
        (await arm.Service.PostAsync("/v1/worlds/arm/rollback", "")).Is(200);
        await Wait.UntilAsync(() => acting.Fault is null);                          // also where the version that answers has not changed
        (await arm.Service.GetAsync("/health/ready")).Says("\"status\":\"healthy\"");
    }

    private async Task<int> AddDamagedAsync(ServedArm arm)
    {
        int number = await arm.PublishAsync(trained.Train("sound", ArmWorld.Settings with { Seed = 3 }), "b");
        (await arm.Service.PostAsync("/v1/worlds/arm/rollback", "")).Is(200);
        await arm.AnswersAsync(1);
        string file = Path.Combine(arm.Folder.Versions, $"{number}", "policy.safetensors");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..100]);
        return number;
    }
}
