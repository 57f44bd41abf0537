using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Acting;

public sealed class ActSocketTests(TrainedArm trained) : IClassFixture<TrainedArm>, IDisposable
{
    private const string Question = "{\"world\":\"arm\",\"states\":[[0.3,2.6]]}\n";

    private readonly TemporaryFolder _temporary = new();

    private string Path => _temporary.File("act.sock");

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task The_socket_answers_as_http_does()
    {
        await using ServedArm arm = await StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        using StreamReader robot = Connect(out NetworkStream stream);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Question + Question));
        string? first = await robot.ReadLineAsync();
        Assert.Equal((await arm.Service.PostAsync("/v1/worlds/arm/act", "{\"states\":[[0.3,2.6]]}")).Body, first);
        Assert.Equal(first, await robot.ReadLineAsync());
    }

    [Fact]
    public async Task A_line_may_come_in_any_pieces_and_be_long()
    {
        await using ServedArm arm = await StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        using StreamReader robot = Connect(out NetworkStream stream);
        foreach (byte one in Encoding.UTF8.GetBytes(Question)) await stream.WriteAsync(new[] { one });
        Assert.Contains("\"version\":1", await robot.ReadLineAsync());
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{{\"world\":\"arm\",\"states\":[{string.Join(',', Enumerable.Repeat("[0.3,2.6]", 5000))}]}}\n{Question}"));
        Assert.Equal(5000, JsonElement.Parse((await robot.ReadLineAsync())!).GetProperty("actions").GetArrayLength());
        Assert.Contains("\"version\":1", await robot.ReadLineAsync());
    }

    [Theory]
    [InlineData("no json", 400)]
    [InlineData("", 400)]
    [InlineData("{\"states\":[[0.3,2.6]]}", 400)]
    [InlineData("{\"world\":\"nobody\",\"states\":[[0.3,2.6]]}", 404)]
    [InlineData("{\"world\":\"../arm\",\"states\":[[0.3,2.6]]}", 404)]
    [InlineData("{\"world\":3,\"states\":[]}", 400)]
    [InlineData("{\"world\":\"arm\",\"states\":[[1]]}", 400)]
    public async Task A_line_that_cannot_be_answered_is_told_and_the_next_one_is_read(string line, int status)
    {
        await using ServedArm arm = await StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        using StreamReader robot = Connect(out NetworkStream stream);
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\n{Question}"));
        JsonElement answer = JsonElement.Parse((await robot.ReadLineAsync())!);
        Assert.Equal(status, answer.GetProperty("status").GetInt32());
        Assert.NotEmpty(answer.GetProperty("detail").GetString()!);
        Assert.Contains("\"version\":1", await robot.ReadLineAsync());
    }

    [Fact]
    public async Task A_world_that_cannot_answer_is_told_and_the_others_go_on()
    {
        await using ServedArm arm = await StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        string leg = System.IO.Path.Combine(arm.Service.Data, "worlds", "leg");
        Directory.CreateDirectory(leg);
        File.WriteAllText(System.IO.Path.Combine(leg, "act.json"), "{\"outsideSupport\":\"nope\"}");
        (await arm.Service.PutAsync("/v1/worlds/leg", SmallWorld.Json.Replace("\"arm\"", "\"leg\""))).Is(201);
        using StreamReader robot = Connect(out NetworkStream stream);
        await stream.WriteAsync(Encoding.UTF8.GetBytes("{\"world\":\"leg\",\"states\":[[0,0]]}\n" + Question));
        string? refusal = await robot.ReadLineAsync();
        Assert.StartsWith("{\"status\":503", refusal, StringComparison.Ordinal);
        Assert.Contains("act.json(1,19)", refusal, StringComparison.Ordinal);
        Assert.Contains("\"version\":1", await robot.ReadLineAsync());
        (await arm.Service.PostAsync("/v1/worlds/leg/act", "{\"states\":[[0,0]]}")).Is(503);
    }

    [Fact]
    public async Task A_line_that_never_ends_is_refused()
    {
        await using ServedArm arm = await StartAsync("WorldGan:Acting:MaxRequestBytes=2048");
        using StreamReader robot = Connect(out NetworkStream stream);
        await stream.WriteAsync(new byte[4096]);
        Assert.Contains("\"status\":413", await robot.ReadLineAsync());
        Assert.Null(await robot.ReadLineAsync());
    }

    [Fact]
    public async Task Connections_are_bounded_and_a_place_becomes_free_again()
    {
        await using ServedArm arm = await StartAsync("WorldGan:Acting:SocketConnections=1");
        await arm.PublishAsync(trained.Run, "a");
        StreamReader first = Connect(out NetworkStream stream);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Question));
        Assert.NotNull(await first.ReadLineAsync());
        using (StreamReader second = Connect(out _)) Assert.Null(await second.ReadLineAsync());
        first.Dispose();
        while (true)
        {
            using StreamReader third = Connect(out NetworkStream again);
            try
            {
                await again.WriteAsync(Encoding.UTF8.GetBytes(Question));
                if (await third.ReadLineAsync() is not null) return;
            }
            catch (IOException)
            {
                // the place is not free yet
            }
        }
    }

    [Fact]
    public async Task The_socket_is_gone_after_a_stop_and_one_left_by_a_crash_is_replaced()
    {
        var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        left.Bind(new UnixDomainSocketEndPoint(Path));
        left.Dispose();
        await using (ServedArm arm = await StartAsync())
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(Path));
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public async Task A_place_that_another_service_or_a_file_has_is_refused()
    {
        await using ServedArm arm = await StartAsync();
        Assert.Contains("another process listens", (await Assert.ThrowsAsync<IOException>(() => StartAsync())).Message, StringComparison.Ordinal);
        File.WriteAllText(_temporary.File("note"), "");
        Assert.Contains("got a file", (await Assert.ThrowsAsync<IOException>(() => ServedArm.StartAsync(settings: $"WorldGan:Acting:Socket={_temporary.File("note")}"))).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_temporary.File("note")));
    }

    private Task<ServedArm> StartAsync(params string[] settings) => ServedArm.StartAsync(settings: [$"WorldGan:Acting:Socket={Path}", .. settings]);

    private StreamReader Connect(out NetworkStream stream)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(Path));
        stream = new NetworkStream(socket, ownsSocket: true);
        return new StreamReader(stream);
    }
}
