using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WorldGan.Service.Security;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Security;

public class KeyTests
{
    private const string Trajectories = "/v1/worlds/arm/trajectories";

    private static readonly (HttpMethod Method, string Path, string Role)[] Endpoints =
    [
        (HttpMethod.Get, "/v1/worlds", "read"),
        (HttpMethod.Get, "/metrics", "read"),
        (HttpMethod.Post, Trajectories, "ingest"),
        (HttpMethod.Put, "/v1/worlds/arm", "operate"),
    ];

    [Fact]
    public async Task With_keys_nothing_is_answered_without_one()
    {
        using var folder = new TemporaryFolder();
        await using RunningService service = await WithKeys(folder, out _);
        foreach ((HttpMethod method, string path, _) in Endpoints)
        {
            (await service.SendAsync(method, path)).Is(401);
            (await service.SendAsync(method, path, key: "guessed")).Is(401);
            (await service.SendAsync(method, path, key: "")).Is(401);
        }
    }

    [Fact]
    public async Task A_role_may_do_what_is_its_own_and_what_is_less()
    {
        using var folder = new TemporaryFolder();
        await using RunningService service = await WithKeys(folder, out Dictionary<string, string> keys);
        string[] leastFirst = ["read", "ingest", "operate"];
        foreach ((HttpMethod method, string path, string needed) in Endpoints)
            foreach (string role in leastFirst)
            {
                int status = (await service.SendAsync(method, path, RunningService.Content([], "application/json"), keys[role])).Status;
                Assert.True(Array.IndexOf(leastFirst, role) >= Array.IndexOf(leastFirst, needed) ? status is 200 or 400 : status == 403, $"{method} {path} as {role}: {status}");
            }
    }

    [Fact]
    public async Task Every_endpoint_but_health_the_empty_page_and_the_document_of_the_api_needs_a_role()
    {
        await using RunningService service = await RunningService.StartAsync();
        IEnumerable<RouteEndpoint> open = service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy is not ("read" or "ingest" or "operate"));
        Assert.Equal(["/", "/favicon.svg", "/health/live", "/health/ready", "/openapi/{documentName}.json", "/page.css", "/page.js"], open.Select(endpoint => endpoint.RoutePattern.RawText).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_key_is_withdrawn_and_added_without_a_restart()
    {
        using var folder = new TemporaryFolder();
        var time = new HandTime();
        await using RunningService service = await WithKeys(folder, out Dictionary<string, string> keys, time);
        File.WriteAllText(Path.Combine(service.Data, "keys.json"), "{}");
        string key = NewKey.Add(service.Data, "new", "read");
        Touch(service, 1);
        time.Advance(TimeSpan.FromSeconds(2));
        (await service.GetAsync("/v1/worlds", keys["read"])).Is(401);
        (await service.GetAsync("/v1/worlds", key)).Is(200);
    }

    /// <summary>A file of keys that is gone, as between the two steps in which some editors save, makes nobody an operator.</summary>
    [Fact]
    public async Task Keys_that_are_gone_open_nothing_before_the_next_start()
    {
        using var folder = new TemporaryFolder();
        var time = new HandTime();
        await using RunningService service = await WithKeys(folder, out Dictionary<string, string> keys, time);
        File.Delete(Path.Combine(service.Data, "keys.json"));
        time.Advance(TimeSpan.FromSeconds(2));
        (await service.GetAsync("/v1/worlds")).Is(401);
        (await service.GetAsync("/v1/worlds", keys["operate"])).Is(401);
    }

    [Fact]
    public void Keys_that_cannot_be_read_leave_those_from_before_and_are_told_once()
    {
        using var folder = new TemporaryFolder();
        string data = folder.File("data"), path = Path.Combine(data, "keys.json"), key = NewKey.Add(data, "robot", "read"), good = File.ReadAllText(path);
        (var time, var log) = (new HandTime(), new HeardLog<ApiKeys>());
        var keys = new ApiKeys(new DataFolder(data), time, log);
        keys.Open();
        for (int second = 0, told = 1; second < 6; second++)
        {
            if (second is 0 or 3) File.WriteAllText(path, "{");
            if (second == 2) File.WriteAllText(path, good);
            File.SetLastWriteTimeUtc(path, new DateTime(2030, 1, 1, 0, 0, second, DateTimeKind.Utc));
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(keys.Any);
            Assert.NotNull(keys.Find(key));
            if (second is 0 or 2 or 3) told++;
            Assert.Equal(told, log.Heard.Count);
        }
    }

    [Fact]
    public void The_file_of_keys_holds_no_key_and_only_its_owner_reads_it()
    {
        using var folder = new TemporaryFolder();
        string key = NewKey.Add(folder.File("data"), "robot-1", "ingest");
        string path = folder.File("data/keys.json"), text = File.ReadAllText(path);
        Assert.DoesNotContain(key, text);
        Assert.Contains("robot-1", text);
        Assert.Equal(43, key.Length);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_key_of_the_same_name_takes_the_place_of_the_old_one()
    {
        using var folder = new TemporaryFolder();
        NewKey.Add(folder.File("data"), "robot-1", "ingest");
        NewKey.Add(folder.File("data"), "robot-2", "read");
        NewKey.Add(folder.File("data"), "robot-1", "operate");
        Assert.Equal(2, File.ReadAllText(folder.File("data/keys.json")).Split("sha256").Length - 1);
    }

    [Theory]
    [InlineData("robot 1", "read")]
    [InlineData("../x", "read")]
    [InlineData("robot", "admin")]
    public void Names_and_roles_that_are_none_are_refused(string name, string role)
    {
        using var folder = new TemporaryFolder();
        Assert.ThrowsAny<FormatException>(() => NewKey.Add(folder.File("data"), name, role));
    }

    [Theory]
    [InlineData("10.0.0.7", "localhost", null)]
    [InlineData("127.0.0.1", "evil.example", null)]
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-For")]
    [InlineData("127.0.0.1", "localhost", "Forwarded")]
    public async Task Without_keys_nobody_is_answered_who_is_not_on_this_machine(string address, string host, string? header)
    {
        await using RunningService service = await RunningService.StartAsync();
        Assert.Equal(401, await StatusOf(service, address, host, header));
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost:5080")]
    [InlineData("127.0.0.1", "127.0.0.1:5080")]
    [InlineData("::1", "[::1]:5080")]
    public async Task Without_keys_this_machine_is_answered(string address, string host)
    {
        await using RunningService service = await RunningService.StartAsync();
        Assert.Equal(200, await StatusOf(service, address, host, null));
    }

    [Theory]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://localhost", 200)]
    public async Task A_page_from_elsewhere_cannot_ask_in_its_readers_name(string origin, int status)
    {
        await using RunningService service = await RunningService.StartAsync();
        (await service.SendAsync(HttpMethod.Get, "/v1/worlds", headers: ("Origin", origin))).Is(status);
    }

    [Fact]
    public async Task A_key_has_its_rate_and_the_others_theirs()
    {
        using var folder = new TemporaryFolder();
        var time = new HandTime();
        await using RunningService service = await WithKeys(folder, out Dictionary<string, string> keys, time, "WorldGan:Security:RequestsPerSecond=2");
        for (int i = 0; i < 2; i++) (await service.GetAsync("/v1/worlds", keys["read"])).Is(200);
        Answer refused = (await service.GetAsync("/v1/worlds", keys["read"])).Is(429);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.RetryAfter);
        (await service.GetAsync("/v1/worlds", keys["operate"])).Is(200);
        time.Advance(TimeSpan.FromMilliseconds(500));
        (await service.GetAsync("/v1/worlds", keys["read"])).Is(200);
        (await service.GetAsync("/v1/worlds", keys["read"])).Is(429);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://*:5080", false)]
    [InlineData("http://+:5080", false)]
    [InlineData("http://[::]:5080", false)]
    [InlineData("https://robot.example:5443", false)]
    [InlineData("not an address", false)]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://[::1]:5080", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://unix:/run/worldgan.sock", true)]
    public void Addresses_of_this_machine_are_told_from_others(string url, bool isLocal) => Assert.Equal(isLocal, LocalAddress.IsLocal(url));

    [Theory]
    [InlineData("urls=http://127.0.0.1:5080;http://0.0.0.0:5081")]
    [InlineData("Kestrel:Endpoints:Out:Url=https://*:443")]
    [InlineData("http_ports=8080")]
    public async Task Without_keys_it_does_not_listen_to_others(string setting)
    {
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => RunningService.StartAsync(settings: setting));
        Assert.Contains("the service has no keys", refused.Message);
    }

    /// <summary>As an editor leaves it that has taken out the last key.</summary>
    [Theory]
    [InlineData("{\"keys\":[]}")]
    [InlineData("{}")]
    public async Task A_file_without_a_key_does_not_open_it_to_others(string keys)
    {
        using var folder = new TemporaryFolder();
        RunningService.AddArm(folder.File("data"));
        File.WriteAllText(folder.File("data/keys.json"), keys);
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => RunningService.StartAsync(folder.File("data"), null, "urls=http://0.0.0.0:0"));
        Assert.Contains("the service has no keys", refused.Message);
    }

    [Fact]
    public async Task A_file_of_keys_that_is_damaged_stops_the_start_with_its_place()
    {
        using var folder = new TemporaryFolder();
        RunningService.AddArm(folder.File("data"));
        File.WriteAllText(folder.File("data/keys.json"), "{");
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => RunningService.StartAsync(folder.File("data"), null, "urls=http://0.0.0.0:0"));
        Assert.Contains("keys.json(1", refused.Message);
    }

    private static Task<RunningService> WithKeys(TemporaryFolder folder, out Dictionary<string, string> keys, TimeProvider? time = null, params string[] settings)
    {
        string data = folder.File("data");
        RunningService.AddArm(data);
        keys = new[] { "read", "ingest", "operate" }.ToDictionary(role => role, role => NewKey.Add(data, role + "er", role));
        return RunningService.StartAsync(data, services => services.AddSingleton(time ?? TimeProvider.System), settings);
    }

    /// <summary>Two writes may fall into one tick of the file system's clock.</summary>
    private static void Touch(RunningService service, int minutes) => File.SetLastWriteTimeUtc(Path.Combine(service.Data, "keys.json"), DateTime.UtcNow.AddMinutes(minutes));

    private static async Task<int> StatusOf(RunningService service, string address, string host, string? header)
    {
        HttpContext context = await service.Server.SendAsync(request =>
        {
            request.Connection.RemoteIpAddress = IPAddress.Parse(address);
            (request.Request.Method, request.Request.Path, request.Request.Host) = ("GET", "/v1/worlds", new HostString(host));
            if (header is not null) request.Request.Headers[header] = "for=1.2.3.4";
        });
        return context.Response.StatusCode;
    }
}
