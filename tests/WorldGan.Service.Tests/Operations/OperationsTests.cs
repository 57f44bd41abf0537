using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WorldGan.Service.Operations;
using WorldGan.Service.Security;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Operations;

public class OperationsTests
{
    [Fact]
    public async Task A_service_that_runs_is_alive_and_ready()
    {
        await using RunningService service = await RunningService.StartAsync();
        (await service.GetAsync("/health/live")).Is(200).Says("\"status\":\"healthy\"");
        (await service.GetAsync("/health/ready")).Is(200).Says("\"ingest\":{\"status\":\"healthy\"");
    }

    [Fact]
    public async Task Metrics_count_what_came_in()
    {
        await using RunningService service = await RunningService.StartAsync();
        string request = SmallWorld.ToJson(SmallWorld.Steps("a", 0, 5));
        await service.PostAsync("/v1/worlds/arm/trajectories", request);
        await service.PostAsync("/v1/worlds/arm/trajectories", request);
        await service.PostAsync("/v1/worlds/arm/trajectories", "[");
        Answer metrics = (await service.GetAsync("/metrics")).Is(200);
        foreach (string line in new[]
        {
            "# TYPE worldgan_ingest_steps_total counter\nworldgan_ingest_steps_total{world=\"arm\"} 5\n",
            "worldgan_ingest_known_steps_total{world=\"arm\"} 5\n",
            "worldgan_ingest_refused_requests_total{world=\"arm\",status=\"400\"} 1\n",
            "# TYPE dotnet_gc_heap_total_allocated_bytes_total counter\ndotnet_gc_heap_total_allocated_bytes_total ", "dotnet_process_memory_working_set_bytes ",
            "# TYPE worldgan_ingest_queued_bytes gauge\nworldgan_ingest_queued_bytes 0\n",
        })
            metrics.Says(line);
    }

    [Fact]
    public async Task What_is_not_so_any_more_is_not_shown_any_more()
    {
        await using RunningService service = await RunningService.StartAsync();
        bool runs = true;
        Meter meter = service.Services.GetRequiredService<IMeterFactory>().Create(ServiceMeter.Name);
        meter.CreateObservableGauge("worldgan.job.test", () => runs ? [new Measurement<int>(7, new KeyValuePair<string, object?>("world", "arm"))] : Array.Empty<Measurement<int>>());
        (await service.GetAsync("/metrics")).Says("worldgan_job_test{world=\"arm\"} 7\n");
        runs = false;
        Assert.DoesNotContain("worldgan_job_test", (await service.GetAsync("/metrics")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_from_an_inbox_is_counted_as_what_comes_by_http_is()
    {
        using var folder = new TemporaryFolder();
        RunningService.AddArm(folder.File("data"));
        string inbox = Path.Combine(folder.File("data"), "worlds", "arm", "inbox");
        Directory.CreateDirectory(inbox);
        WorldGan.Logs.LogFile.Write(Path.Combine(inbox, "run.wglog"), SmallWorld.Spec, [SmallWorld.Steps("0", 0, 5)]);
        await using RunningService service = await RunningService.StartAsync(folder.File("data"));
        await service.Arm.WaitUntilAsync(5, default);
        const string Counted = "worldgan_ingest_steps_total{world=\"arm\"} 5\n";
        for (int i = 0; i < 1000 && !(await service.GetAsync("/metrics")).Body.Contains(Counted, StringComparison.Ordinal); i++) await Task.Yield();   // counted a moment after
        (await service.GetAsync("/metrics")).Says(Counted);
    }

    [Fact]
    public async Task The_document_of_the_api_names_every_endpoint()
    {
        await using RunningService service = await RunningService.StartAsync();
        (await service.GetAsync("/openapi/v1.json")).Is(200).Says("\"/v1/worlds\"").Says("\"/v1/worlds/{world}/trajectories\"");
    }

    [Fact]
    public async Task The_document_of_the_api_tells_bodies_words_numbers_refusals_and_keys_as_they_are()
    {
        await using RunningService service = await RunningService.StartAsync();
        JsonElement api = JsonElement.Parse((await service.GetAsync("/openapi/v1.json")).Body);
        Assert.Equal("WorldGan", api.GetProperty("info").GetProperty("title").GetString());
        Assert.Equal("bearer", api.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("scheme").GetString());
        JsonElement schemas = api.GetProperty("components").GetProperty("schemas");
        Assert.Equal(["candidate", "published", "retired"], schemas.GetProperty("VersionState").GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
        Assert.DoesNotContain(schemas.EnumerateObject(), schema => schema.Value.GetRawText().Contains("\"pattern\"", StringComparison.Ordinal));
        string[] bare = ["jobs", "cancel", "promote", "rollback"];
        foreach (JsonProperty path in api.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty way in path.Value.EnumerateObject())
            {
                Assert.True(way.Value.GetProperty("responses").TryGetProperty("default", out _), $"{way.Name} {path.Name}");
                bool reads = way.Name is "put" or "post" && !bare.Contains(path.Name.Split('/')[^1]);
                Assert.True(reads == way.Value.TryGetProperty("requestBody", out _), $"{way.Name} {path.Name}");
            }
        }
    }

    [Fact]
    public async Task Without_a_key_health_says_no_more_than_how_it_is()
    {
        using var folder = new TemporaryFolder();
        RunningService.AddArm(folder.File("data"));
        string job = Path.Combine(folder.File("data"), "worlds", "arm", "jobs", "bad");
        Directory.CreateDirectory(job);
        File.WriteAllText(Path.Combine(job, "job.json"), "{");
        string key = NewKey.Add(folder.File("data"), "reader", "read");
        await using RunningService service = await RunningService.StartAsync(folder.File("data"));
        Answer open = (await service.GetAsync("/health/ready")).Is(200).Says("\"training\":{\"status\":\"degraded\"}");
        Assert.DoesNotContain("job.json", open.Body, StringComparison.Ordinal);
        (await service.GetAsync("/health/ready", key)).Is(200).Says("job.json");
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("DELETE", "/v1/worlds", 405)]
    public async Task What_is_not_there_is_told_as_problem_details(string method, string path, int status)
    {
        await using RunningService service = await RunningService.StartAsync();
        (await service.SendAsync(new HttpMethod(method), path)).Is(status);
    }

    [Fact]
    public async Task Systemd_hears_when_the_service_is_ready_alive_and_stops()
    {
        using var folder = new TemporaryFolder();
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(folder.File("notify")));
        var time = new HandTime();
        using var notifier = new SystemdNotifier(new SystemdSocket(folder.File("notify"), TimeSpan.FromSeconds(10)), time, NullLogger<SystemdNotifier>.Instance);
        await notifier.StartedAsync(default);
        time.Advance(TimeSpan.FromSeconds(5));
        await notifier.StoppingAsync(default);
        Assert.Equal(["READY=1", "WATCHDOG=1", "STOPPING=1"], Enumerable.Range(0, 3).Select(_ => Receive(systemd)));
    }

    [Fact]
    public async Task A_systemd_that_is_gone_stops_nobody()
    {
        using var folder = new TemporaryFolder();
        using var notifier = new SystemdNotifier(new SystemdSocket(folder.File("gone")), TimeProvider.System, NullLogger<SystemdNotifier>.Instance);
        await notifier.StartedAsync(default);
    }

    private static string Receive(Socket socket)
    {
        byte[] buffer = new byte[100];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
