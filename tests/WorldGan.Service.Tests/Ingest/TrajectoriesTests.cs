using System.IO.Pipelines;
using System.Text;
using WorldGan.Logs;
using WorldGan.Service.Ingest;
using WorldGan.Tests;
using WorldGan.Worlds;

namespace WorldGan.Service.Tests.Ingest;

public class TrajectoriesTests
{
    private const string Address = "/v1/worlds/arm/trajectories";

    [Fact]
    public async Task Steps_that_were_acknowledged_can_be_read_back_from_the_log()
    {
        await using RunningService service = await RunningService.StartAsync();
        Episode episode = SmallWorld.Steps("a", 0, 5, ending: Ending.Terminal);
        (await service.PostAsync(Address, SmallWorld.ToJson(episode))).Is(200).Says("""{"accepted":5,"known":0}""");
        Assert.Equal([episode], await ReadBack(service), EpisodeComparer.Instance);
    }

    [Fact]
    public async Task Steps_of_an_episode_that_come_one_by_one_and_among_those_of_another_are_one_episode_again()
    {
        await using RunningService service = await RunningService.StartAsync();
        Episode a = SmallWorld.Steps("a", 0, 3, ending: Ending.TimeLimit), b = SmallWorld.Steps("b", 0, 3, flavour: 9, ending: Ending.Terminal);
        string[] first = SmallWorld.Lines(a), second = SmallWorld.Lines(b);
        for (int t = 0; t < 3; t++) (await service.PostAsync(Address, $"[{first[t]},{second[t]}]")).Is(200).Says("""{"accepted":2""");
        Assert.Equal([a, b], await ReadBack(service), EpisodeComparer.Instance);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/jsonl; charset=utf-8")]
    [InlineData("application/msgpack")]
    [InlineData("application/vnd.msgpack")]
    [InlineData("text/csv")]
    public async Task All_forms_hold_the_same_steps(string contentType)
    {
        await using RunningService service = await RunningService.StartAsync();
        Episode episode = SmallWorld.Steps("a", 0, 4, ending: Ending.Terminal);
        byte[] body = contentType.Split(';')[0] switch
        {
            "application/json" => Encoding.UTF8.GetBytes(SmallWorld.ToJson(episode)),
            "application/x-ndjson" or "application/jsonl" => Encoding.UTF8.GetBytes(string.Join('\n', SmallWorld.Lines(episode))),
            "text/csv" => Encoding.UTF8.GetBytes("episode,step,angle,speed,action,reward,terminated,truncated,next_angle,next_speed\n" + string.Join('\n', Enumerable.Range(0, 4).Select(t => Csv(episode, t)))),
            _ => SmallWorld.ToWglog(episode),
        };
        (await service.PostAsync(Address, body, contentType)).Is(200).Says("\"accepted\":4");
        Assert.Equal([episode], await ReadBack(service), EpisodeComparer.Instance);
    }

    [Fact]
    public async Task One_step_needs_no_array()
    {
        await using RunningService service = await RunningService.StartAsync();
        (await service.PostAsync(Address, SmallWorld.Lines(SmallWorld.Steps("a", 0, 1)).Single())).Is(200).Says("\"accepted\":1");
    }

    [Fact]
    public async Task What_is_sent_again_is_acknowledged_and_not_doubled()
    {
        await using RunningService service = await RunningService.StartAsync();
        string request = SmallWorld.ToJson(SmallWorld.Steps("a", 0, 5));
        await service.PostAsync(Address, request);
        (await service.PostAsync(Address, request)).Is(200).Says("""{"accepted":0,"known":5}""");
        (await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("a", 3, 8)))).Is(200).Says("""{"accepted":3,"known":2}""");
        Assert.Equal([SmallWorld.Steps("a", 0, 8)], await ReadBack(service), EpisodeComparer.Instance);
    }

    [Fact]
    public async Task A_step_that_is_there_and_says_something_else_is_a_conflict_and_nothing_of_its_request_is_taken()
    {
        await using RunningService service = await RunningService.StartAsync();
        await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("a", 0, 5)));
        Answer answer = await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("b", 0, 2), SmallWorld.Steps("a", 4, 9, flavour: 1)));
        answer.Is(409).Says("Episode 'a', step 4").Says("\"step\":4").Says("\"nextStep\":5");
        Assert.Equal(5, service.Arm.AcceptedSteps);
        (await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("b", 0, 2)))).Is(200).Says("\"accepted\":2");
    }

    [Fact]
    public async Task A_gap_is_refused_and_the_sender_is_told_which_step_comes_next()
    {
        await using RunningService service = await RunningService.StartAsync();
        await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("a", 0, 5)));
        (await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("a", 6, 9)))).Is(400).Says("expected step 5 next, got step 6").Says("\"nextStep\":5");
        (await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("new", 1, 2)))).Is(400).Says("expected step 0 next, got step 1");
    }

    [Fact]
    public async Task Nothing_follows_the_end_of_an_episode()
    {
        await using RunningService service = await RunningService.StartAsync();
        await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("a", 0, 5, ending: Ending.Terminal)));
        (await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("a", 5, 6)))).Is(409).Says("step 4 ended it, got step 5");
    }

    [Theory]
    [InlineData("""[{"episode":"a","step":0,"state":[0,0],"action":2,"reward":0,"nextState":[0,0]}]""", "steps.jsonl(1): 'action' is 2, but world 'arm' has actions 0 (left) and 1 (right).")]
    [InlineData("""[{"episode":"a","step":0,"state":[0,0],"action":1,"reward":0,"nextState":[0,0]},{"episode":"a","step":1,"state":[0],"action":1,"reward":0,"nextState":[0,0]}]""", "steps.jsonl(2): 'state' has 1 numbers, expected 2.")]
    [InlineData("""[{"episode":"a","step":0,"state":[0,0],"action":1,"reward":0}]""", "Step 0 of episode 'a' was dropped: its next state is not in the log.")]
    [InlineData("""[{"episode":"a","step":0,"state":[0,"NaN"],"action":1,"reward":0,"nextState":[0,0]}]""", "expected a finite number")]
    [InlineData("""[{"step":0,"state":[0,0],"action":1,"reward":0,"nextState":[0,0]}]""", "steps.jsonl(1): 'episode' is missing")]
    [InlineData("""[{"episode":null,"step":0,"state":[0,0],"action":1,"reward":0,"nextState":[0,0]}]""", "steps.jsonl(1): 'episode' is missing")]
    [InlineData("""[{"episode":"","step":0,"state":[0,0],"action":1,"reward":0,"nextState":[0,0]}]""", "steps.jsonl(1): 'episode' is missing")]
    [InlineData("""[{"episode":"a","step":0,"state":[0,0],"action":1,"reward":0,"nextState":[0,0]},{"episode":"a","state":[0,0],"action":1,"reward":0,"nextState":[0,0]}]""", "steps.jsonl(2): 'step' is missing")]
    [InlineData("""[{"episode":"a","step":0,"state":[0,0],"action":1,"reward":0,"nextState":[0,1e300]}]""", "Episode 'a', step 0: 'speed' is 1E")]
    [InlineData("""[{"episode":"a","step":0,"state":[0,0],"action":1,"reward":-1e39,"nextState":[0,0]}]""", "Episode 'a', step 0: 'reward' is -1E")]
    [InlineData("[]", "expected one JSON object a line, got an empty file")]
    [InlineData("[1]", "expected one JSON object a line, got 1")]
    [InlineData("", "expected an array of steps as JSON")]
    [InlineData("7", "expected an array of steps as JSON")]
    [InlineData("[{]", "expected an array of steps as JSON")]
    [InlineData("[] []", "expected an array of steps as JSON")]
    public async Task What_cannot_be_meant_is_refused_with_its_place(string body, string detail)
    {
        await using RunningService service = await RunningService.StartAsync();
        Answer answer = await service.PostAsync(Address, body);
        answer.Is(400).Says(System.Text.Json.JsonEncodedText.Encode(detail).ToString().Replace("\\u0027", "'"));
        Assert.Equal(0, service.Arm.AcceptedSteps);
    }

    [Fact]
    public async Task A_table_needs_names_as_well()
    {
        await using RunningService service = await RunningService.StartAsync();
        (await service.PostAsync(Address, "angle,speed,action,reward,terminated,next_angle,next_speed\n0,0,1,1,0,0,0", "text/csv")).Is(400).Says("body.csv(2): 'episode' is missing");
        (await service.PostAsync(Address, "episode,angle,speed,action,reward,terminated,next_angle,next_speed\na,0,0,1,1,0,0,0", "text/csv")).Is(400).Says("body.csv(2): 'step' is missing");
    }

    [Fact]
    public async Task A_last_line_with_a_state_alone_needs_no_number()
    {
        await using RunningService service = await RunningService.StartAsync();
        (await service.PostAsync(Address, """[{"episode":"a","step":0,"state":[0,0],"action":1,"reward":0},{"episode":"a","state":[1,1]}]""")).Is(200).Says("\"accepted\":1");
    }

    [Fact]
    public async Task Damage_that_a_reader_of_files_would_skip_is_refused_since_it_can_be_sent_again()
    {
        await using RunningService service = await RunningService.StartAsync();
        byte[] log = SmallWorld.ToWglog(SmallWorld.Steps("a", 0, 5));
        (await service.PostAsync(Address, log[..^3], "application/msgpack")).Is(400).Says("at the end are no whole record");
        log[^10] ^= 1;
        (await service.PostAsync(Address, log, "application/msgpack")).Is(400);
        (await service.PostAsync(Address, "no log at all", "application/msgpack")).Is(400);
        Assert.Equal(0, service.Arm.AcceptedSteps);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("")]
    public async Task Other_forms_are_not_guessed_at(string contentType)
    {
        await using RunningService service = await RunningService.StartAsync();
        (await service.PostAsync(Address, "[]", contentType)).Is(415).Says("application/x-ndjson");
    }

    [Theory]
    [InlineData("other")]
    [InlineData("..")]
    [InlineData("%2e%2e")]
    [InlineData("..%2Farm")]
    [InlineData("ARM")]
    [InlineData("arm%0a")]
    public async Task Another_world_is_not_found(string world)
    {
        await using RunningService service = await RunningService.StartAsync();
        (await service.PostAsync($"/v1/worlds/{world}/trajectories", "[]")).Is(404);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused_whether_its_length_is_told_or_not()
    {
        await using RunningService service = await RunningService.StartAsync(settings: "WorldGan:Ingest:MaxRequestBytes=1024");
        byte[] body = Encoding.UTF8.GetBytes(SmallWorld.ToJson(SmallWorld.Steps("a", 0, 50)));
        (await service.PostAsync(Address, body, "application/json")).Is(413).Says("at most 1024 bytes");
        var chunked = new StreamContent(new Unseekable(body));
        chunked.Headers.Add("Content-Type", "application/json");
        (await service.SendAsync(HttpMethod.Post, Address, chunked)).Is(413);
        Assert.Equal(0, service.Arm.AcceptedSteps);
    }

    [Fact]
    public async Task Where_too_much_waits_the_sender_is_told_to_wait()
    {
        await using RunningService service = await RunningService.StartAsync();
        var gate = (IngestGate)service.Services.GetService(typeof(IngestGate))!;
        var inside = new List<IDisposable>();
        while (gate.Bytes < new IngestOptions().MaxQueuedBytes) inside.Add(gate.Enter(new IngestOptions().MaxRequestBytes));
        Answer refused = (await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("a", 0, 5)))).Is(429);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.RetryAfter);
        inside[0].Dispose();
        (await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("a", 0, 5)))).Is(200);
    }

    /// <summary>As many as would fill the room with what they announce.</summary>
    [Fact]
    public async Task Bodies_that_are_announced_and_hardly_come_keep_nobody_out()
    {
        await using RunningService service = await RunningService.StartAsync();
        var gate = (IngestGate)service.Services.GetService(typeof(IngestGate))!;
        using var gone = new CancellationTokenSource();
        List<Task> slow = [];
        for (int i = 0; i < 16; i++)
        {
            var body = new StreamContent(new Pipe().Reader.AsStream());
            body.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            if (i < 8) body.Headers.ContentLength = new IngestOptions().MaxRequestBytes;
            slow.Add(service.Client.PostAsync(Address, body, gone.Token));
        }

        await Wait.UntilAsync(() => gate.Bytes == 16 * 4096);
        (await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("a", 0, 5)))).Is(200);
        await gone.CancelAsync();
        await Wait.UntilAsync(() => gate.Bytes == 0);
        foreach (Task one in slow) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
    }

    [Fact]
    public async Task Several_worlds_keep_their_steps_apart()
    {
        await using RunningService service = await RunningService.StartAsync();
        (await service.PutAsync("/v1/worlds/leg", SmallWorld.Json.Replace("\"arm\"", "\"leg\""))).Is(201);
        await service.PostAsync("/v1/worlds/leg/trajectories", SmallWorld.ToJson(SmallWorld.Steps("a", 0, 5)));
        (await service.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("a", 0, 3, flavour: 1)))).Is(200).Says("\"accepted\":3");
        (await service.GetAsync("/v1/worlds")).Is(200).Says("""{"name":"arm","state":["angle","speed"],"actions":["left","right"],"acceptedSteps":3},{"name":"leg",""");
    }

    [Fact]
    public async Task After_a_restart_everything_is_known_again()
    {
        using var folder = new TemporaryFolder();
        RunningService.AddArm(folder.File("data"));
        Episode episode = SmallWorld.Steps("a", 0, 9, ending: Ending.Terminal);
        await using (RunningService before = await RunningService.StartAsync(folder.File("data")))
        {
            await before.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("a", 0, 5)));
            await before.PutAsync("/v1/worlds/leg", SmallWorld.Json.Replace("\"arm\"", "\"leg\""));
        }

        await using RunningService after = await RunningService.StartAsync(folder.File("data"));
        Assert.Equal(5, after.Arm.AcceptedSteps);
        Assert.Equal("leg", after.World("leg").Spec.Name);
        (await after.PostAsync(Address, SmallWorld.ToJson(episode))).Is(200).Says("""{"accepted":4,"known":5}""");
        (await after.PostAsync(Address, SmallWorld.ToJson(SmallWorld.Steps("a", 0, 9, flavour: 1)))).Is(409);
        Assert.Equal(9, (await ReadBack(after)).Sum(piece => piece.Count));
    }

    private static async Task<Episode[]> ReadBack(RunningService service) =>
        [.. (await service.Arm.SealAsync(default)).SelectMany(segment => LogFile.Read(segment, SmallWorld.Spec, notice => Assert.Equal(LogNoticeKind.LateStart, notice.Kind)))];

    private static string Csv(Episode e, int t) => string.Create(null, $"{e.Id},{t},{e.States[2 * t]:R},{e.States[2 * t + 1]:R},{e.Actions[t]},{e.Rewards[t]:R},{(t == e.Count - 1 ? 1 : 0)},0,{e.States[2 * t + 2]:R},{e.States[2 * t + 3]:R}");

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
