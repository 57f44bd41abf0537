using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace WorldGan.Service.Tests;

/// <summary>Bodies that are almost right, at every endpoint: refused, never a failure. WORLDGAN_FUZZ=100000 makes it long.</summary>
public class FuzzTests(ITestOutputHelper output)
{
    private static readonly int Requests = int.Parse(Environment.GetEnvironmentVariable("WORLDGAN_FUZZ") ?? "3000", CultureInfo.InvariantCulture);

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
        await using RunningService service = await RunningService.StartAsync();
        (string Method, string Path)[] endpoints = [.. EndpointsOf(service)];
        var random = new Random(11);
        var counts = new SortedDictionary<int, int>();
        for (int i = 0; i < Requests; i++)
        {
            (string method, string path) = endpoints[random.Next(endpoints.Length)];
            byte[] body = Spoil(Bodies[random.Next(Bodies.Length)], random);
            string contentType = ContentTypes[random.Next(ContentTypes.Length)];
            Answer answer = await service.SendAsync(new HttpMethod(method), path, method == "GET" ? null : RunningService.Content(body, contentType));
            counts[answer.Status] = counts.GetValueOrDefault(answer.Status) + 1;
            Assert.True(answer.Status < 500 || answer.Status == 503, $"Request {i}, {method} {path} as '{contentType}': {answer.Status} {answer.Body}\n{Convert.ToHexString(body)}");
            if (answer.Status >= 400) Assert.Equal("application/problem+json", answer.ContentType);
        }

        output.WriteLine(string.Join(", ", counts.Select(count => $"{count.Key}: {count.Value}")));
        (await service.GetAsync("/health/live")).Is(200);
    }

    /// <summary>All endpoints, each for a world that is there and for one that is not; but none that begins a training or never ends its answer.</summary>
    private static IEnumerable<(string Method, string Path)> EndpointsOf(RunningService service)
    {
        foreach (RouteEndpoint endpoint in service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            string pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            foreach (string method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                if (pattern.EndsWith("/events", StringComparison.Ordinal) || (method == "POST" && pattern.EndsWith("/jobs", StringComparison.Ordinal))) continue;
                foreach (string world in new[] { "arm", "leg" })
                    yield return (method, pattern.Replace("{world}", world).Replace("{number:int}", "1").Replace("{job}", "x").Replace("{documentName}", "v1"));
            }
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
