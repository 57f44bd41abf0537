using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WorldGan.Runs;
using WorldGan.Service.Gate;
using WorldGan.Service.Registry;
using WorldGan.Tests;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Tests;

/// <summary>The whole service in memory with the world 'arm', versions made of finished runs, and no training unless it is asked for.</summary>
internal sealed class ServedArm : IAsyncDisposable
{
    private static readonly string[] Quiet = ["WorldGan:Training:NewSteps=0", "WorldGan:Training:Threads=1"];

    private readonly TemporaryFolder _temporary;
    private RunningService _service;

    private ServedArm(TemporaryFolder temporary, RunningService service) => (_temporary, _service) = (temporary, service);

    public RunningService Service => _service;

    public IVersionRegistry Registry => _service.Services.GetRequiredService<IVersionRegistry>();

    public WorldFolder Folder => new DataFolder(_service.Data).World(_service.World("arm").Name);

    /// <summary>Starts the service.</summary>
    /// <param name="act">Its act.json; null has none.</param>
    /// <param name="history">Steps that its policy sees.</param>
    /// <param name="settings">Options.</param>
    public static Task<ServedArm> StartAsync(string? act = null, int history = 1, params string[] settings) => StartAsync(ArmWorld.Settings, act, history, settings);

    /// <summary>Starts the service with other trainings.</summary>
    public static Task<ServedArm> StartAsync(RunSettings trainings, params string[] settings) => StartAsync(trainings, null, 1, settings);

    private static async Task<ServedArm> StartAsync(RunSettings trainings, string? act, int history, string[] settings)
    {
        var temporary = new TemporaryFolder();
        string data = temporary.File("data"), world = Path.Combine(data, "worlds", "arm");
        Directory.CreateDirectory(world);
        WorldSpecFile.Write(Path.Combine(world, "world.json"), ArmWorld.Spec with { History = history > 1 ? history : null });
        SettingsFile.Write(Path.Combine(world, "run.json"), trainings);
        if (act is not null) File.WriteAllText(Path.Combine(world, "act.json"), act);
        try
        {
            return new ServedArm(temporary, await RunningService.StartAsync(data, null, [.. Quiet.Where(quiet => !settings.Any(setting => setting.Split('=')[0] == quiet.Split('=')[0])), .. settings]));
        }
        catch
        {
            temporary.Dispose();
            throw;
        }
    }

    /// <summary>Adds a version as a job would, and promotes it.</summary>
    public async Task<int> PublishAsync(RunFolder run, string job)
    {
        WorldName world = _service.World("arm").Name;
        VersionDescription version = await Registry.AddAsync(world, new VersionDescription
        {
            Number = 0,
            Job = job,
            CreatedAt = DateTimeOffset.UnixEpoch,
            DataHash = "abc",
            Transitions = 1,
            MadeBy = "0",
            Verdict = new GateVerdict(GateAnswer.Wait, "made by a test"),
            Settings = ArmWorld.Settings,
        }, new VersionFolder(run.Path), default);
        (await _service.PostAsync($"/v1/worlds/arm/versions/{version.Number}/promote", "")).Is(200);
        await AnswersAsync(version.Number);
        return version.Number;
    }

    /// <summary>Waits until a version answers.</summary>
    public async Task AnswersAsync(int version)
    {
        await Wait.UntilAsync(() => _service.Services.GetRequiredService<WorldGan.Service.Acting.ActingWorlds>().Of(_service.World("arm")).Current?.Number == version);
    }

    public async Task<JsonElement> AskAsync(string path, object question)
    {
        using HttpResponseMessage response = await _service.Client.PostAsJsonAsync($"/v1/worlds/arm/{path}", question);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonElement.Parse(body);
    }

    /// <summary>Stops the service, and starts another one on its data.</summary>
    public async Task RestartAsync()
    {
        string data = _service.Data;
        await _service.DisposeAsync();
        _service = await RunningService.StartAsync(data, null, Quiet);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _temporary.Dispose();
    }
}
