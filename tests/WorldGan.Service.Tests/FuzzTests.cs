using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WorldGan.Service.Ingest;
using WorldGan.Service.Ingest.Inbox;
using WorldGan.Service.Training;
using WorldGan.Tests;
using Xunit.Abstractions;

namespace WorldGan.Service.Tests;

/// <summary>
/// Bodies that are almost right, at every endpoint: refused, never a failure, and never "not now" (503), since no disk is full here, no file damaged and nothing stops.
/// WORLDGAN_FUZZ=100000 makes it long.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private static readonly int Requests = int.Parse(Environment.GetEnvironmentVariable("WORLDGAN_FUZZ") ?? "3000", CultureInfo.InvariantCulture);

    /// <summary>Each costs a flush to the disk or two.</summary>
    private static readonly int Files = Requests / 5;

    private const int FilesAtOnce = 50;

    private static readonly string[] Endings = [".csv", ".jsonl", ".wglog"];

    private static readonly string[] ContentTypes = ["application/json", "application/json", "application/x-ndjson", "application/msgpack", "text/csv", "text/plain", ""];

    private static readonly byte[][] Bodies =
    [
        .. new[]
        {
            SmallWorld.ToJson(SmallWorld.Steps("a", 0, 3)), string.Join('\n', SmallWorld.Lines(SmallWorld.Steps("b", 0, 3))), SmallWorld.Json,
            """{"states":[[0.1,0.2]]}""", """{"starts":[[0,0]],"futures":8,"horizon":5,"seed":1}""", """{"event":"abs(angle) > 0.2","within":5,"plan":["left",1]}""",
            "episode,step,angle,speed,action,reward,terminated,truncated,next_angle,next_speed\nc,0,1,2,left,0,0,0,1,2\n",
        }.Select(Encoding.UTF8.GetBytes),
        SmallWorld.ToWglog(SmallWorld.Steps("d", 0, 3)),
    ];

    /// <summary>Whole recordings, some under the ending of another form.</summary>
    private static readonly byte[][] Recordings = [Bodies[1], Bodies[6], Bodies[7], Bodies[1], Bodies[6], Bodies[7], Bodies[0]];

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "1e999", "-0", "NaN", "null", "true", "\"\\ud800\"", "\"\\u0000\"", new string('[', 3000), new string('(', 3000), "{\"a\":", ",", "\n", "\"", "99999999999999999999", "-1", "2147483647", "\"name\":\"leg\",",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff, 0xfe], [0xc0, 0x80], [0xdd, 0xff, 0xff, 0xff, 0xff], [0x00],
    ];

    [Fact]
    public async Task No_body_at_any_endpoint_makes_the_service_fail()
    {
        await using ServedArm arm = await ServedArm.StartAsync();
        using var trained = new TrainedArm();
        await arm.PublishAsync(trained.Run, "a");
        await arm.PublishAsync(trained.Run, "b");
        RunningService service = arm.Service;
        (string Method, string Path)[] endpoints = [.. EndpointsOf(service)];
        var random = new Random(11);
        var counts = new SortedDictionary<int, int>();
        for (int i = 0; i < Requests; i++)
        {
            (string method, string path) = endpoints[random.Next(endpoints.Length)];
            path = path.Replace("{world}", Pick("arm", "leg")).Replace("{number:int}", Pick("1", "2", "3")).Replace("{job}", Pick("x", JobOf(service))).Replace("{documentName}", "v1");
            byte[] body = Spoil(Bodies[random.Next(Bodies.Length)], random);
            string contentType = ContentTypes[random.Next(ContentTypes.Length)];
            Answer answer = await SendAsync(service, method, path, method == "GET" ? null : RunningService.Content(body, contentType));
            counts[answer.Status] = counts.GetValueOrDefault(answer.Status) + 1;
            Assert.True(answer.Status < 500, $"Request {i}, {method} {path} as '{contentType}': {answer.Status} {answer.Body}\n{Convert.ToHexString(body)}");
            if (answer.Status >= 400) Assert.Equal("application/problem+json", answer.ContentType);
        }

        output.WriteLine(string.Join(", ", counts.Select(count => $"{count.Key}: {count.Value}")));
        (await service.GetAsync("/health/live")).Is(200);

        string Pick(params string[] choices) => choices[random.Next(choices.Length)];
    }

    [Fact]
    public async Task No_file_in_an_inbox_makes_the_service_fail()
    {
        await using RunningService service = await RunningService.StartAsync(null, null, "WorldGan:Ingest:InboxSeconds=3600");       // the test looks
        HostedWorld arm = service.World("arm");
        Directory.CreateDirectory(arm.Folder.Inbox);
        var time = new HandTime();
        var inbox = new Inbox(arm, new IngestOptions { InboxKeepDays = 1 }, UnseenMetrics.OfIngest(), time, NullLogger.Instance);
        var random = new Random(13);
        for (int i = 0; i < Files; i++)
        {
            string ending = Endings[random.Next(Endings.Length)];
            File.WriteAllBytes(Path.Combine(arm.Folder.Inbox, $"{i}{ending}"), Spoil(Recordings[random.Next(Recordings.Length)], random));
            if (i % FilesAtOnce < FilesAtOnce - 1 && i < Files - 1) continue;
            for (int scan = 0; scan < 3; scan++) await inbox.ScanAsync(default);
            time.Advance(TimeSpan.FromDays(2));                    // a .wglog counts as complete when it has not grown for long
            await inbox.ScanAsync(default);
            Assert.Empty(Directory.GetFiles(arm.Folder.Inbox));
            Directory.Delete(arm.Folder.Quarantine, recursive: true);
        }

        Assert.Null(arm.Log.Fault);
        Assert.True(arm.Log.AcceptedSteps > 0);
    }

    [Fact]
    public async Task No_line_at_the_socket_makes_the_service_fail_and_each_gets_one()
    {
        using var folder = new TemporaryFolder();
        await using ServedArm arm = await ServedArm.StartAsync(null, 1, $"WorldGan:Acting:Socket={folder.File("act.sock")}");
        using var trained = new TrainedArm();
        await arm.PublishAsync(trained.Run, "a");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(folder.File("act.sock")));
        using var answers = new StreamReader(new NetworkStream(socket));
        byte[][] questions = [.. Bodies, Encoding.UTF8.GetBytes("""{"world":"arm","states":[[0.1,0.2],[3,-4]]}""")];
        var random = new Random(17);
        for (int i = 0; i < Requests; i++)
        {
            byte[] lines = [.. Spoil(questions[random.Next(questions.Length)], random), (byte)'\n'];
            for (int sent = 0; sent < lines.Length;) sent += socket.Send(lines.AsSpan(sent));
            for (int line = lines.Count(one => one == '\n'); line > 0; line--)
            {
                string answer = (await answers.ReadLineAsync())!;
                Assert.True(answer.StartsWith("{\"actions\":[", StringComparison.Ordinal) || answer.StartsWith("{\"status\":4", StringComparison.Ordinal), $"Line {i}: {answer}\n{Convert.ToHexString(lines)}");
            }
        }
    }

    private static string JobOf(RunningService service)
    {
        HostedWorld arm = service.World("arm");
        return service.Services.GetRequiredService<JobBook>().Of(arm).LastOrDefault()?.Description.Id ?? "none";
    }

    /// <summary>Asks, and of a stream of events waits for the head alone.</summary>
    private static async Task<Answer> SendAsync(RunningService service, string method, string path, HttpContent? content)
    {
        if (!path.EndsWith("/events", StringComparison.Ordinal)) return await service.SendAsync(new HttpMethod(method), path, content);
        using HttpResponseMessage response = await service.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        return new Answer((int)response.StatusCode, "", response.Content.Headers.ContentType?.MediaType, null);
    }

    /// <summary>The addresses of all endpoints.</summary>
    private static IEnumerable<(string Method, string Path)> EndpointsOf(RunningService service)
    {
        foreach (RouteEndpoint endpoint in service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            string pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            foreach (string method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                yield return (method, pattern);
        }
    }

    private static byte[] Spoil(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (int changes = random.Next(0, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count), count = random.Next(1, Math.Min(20, bytes.Count - at) + 1);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, count); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, count)); break;
                case 3: bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }
}
