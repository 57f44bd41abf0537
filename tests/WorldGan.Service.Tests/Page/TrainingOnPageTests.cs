using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using WorldGan.Logs;
using WorldGan.Tests;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Tests.Page;

/// <summary>What the page shows of trainings that go on for long.</summary>
public sealed class TrainingOnPageTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private string Data => _temporary.File("data");

    public void Dispose() => _temporary.Dispose();

    [SkippableFact]
    public async Task It_shows_the_job_that_runs_and_cancels_that_one_and_shows_nothing_of_it_at_another_world()
    {
        AddWorld("arm", steps: true);
        AddWorld("leg", steps: false);
        await using Browser browser = await Browser.StartAsync(Data);
        using var operates = new HttpClient { BaseAddress = new Uri(browser.Url) };
        string running = await BeginAsync(operates);
        await RunsAsync(operates, running);
        Assert.NotEqual(running, await BeginAsync(operates));                      // waits behind it
        IPage page = browser.Page;
        await page.GotoAsync(browser.Url);
        await Assertions.Expect(page.Locator("#job")).ToContainTextAsync($"Training {running} runs.");
        await Assertions.Expect(page.Locator("#progress")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "leg" }).ClickAsync();
        await Assertions.Expect(page.Locator("#job")).ToHaveTextAsync("No training yet.");
        await Assertions.Expect(page.Locator("#progress")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "arm" }).ClickAsync();
        await Assertions.Expect(page.Locator("#job")).ToContainTextAsync($"Training {running} runs.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(page.Locator("#job")).Not.ToContainTextAsync(running);     // but the next one
        Assert.Equal("cancelled", await StateAsync(operates, running));
    }

    /// <summary>A page that asks again at once would take a processor of the service, and one of its reader's.</summary>
    [SkippableFact]
    public async Task Where_too_many_watch_a_job_it_asks_again_no_sooner_than_for_anything_else()
    {
        AddWorld("arm", steps: true);
        await using Browser browser = await Browser.StartAsync(Data);
        using var others = new HttpClient { BaseAddress = new Uri(browser.Url) };
        string running = await BeginAsync(others);
        HttpResponseMessage[] watchers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => others.GetAsync($"/v1/worlds/arm/jobs/{running}/events", HttpCompletionOption.ResponseHeadersRead)));
        int looks = 0, tries = 0;
        browser.Page.Request += (_, request) =>
        {
            if (request.Url.EndsWith("/health/ready", StringComparison.Ordinal)) looks++;
            if (request.Url.EndsWith("/events", StringComparison.Ordinal)) tries++;
        };
        await browser.Page.GotoAsync(browser.Url);
        await Wait.UntilAsync(() => looks >= 4);
        Assert.InRange(tries, 1, looks + 1);
        await Assertions.Expect(browser.Page.Locator("#progress")).ToBeVisibleAsync();     // all the same
        foreach (HttpResponseMessage watcher in watchers) watcher.Dispose();
    }

    private static async Task<string> BeginAsync(HttpClient client)
    {
        using HttpResponseMessage answer = await client.PostAsync("/v1/worlds/arm/jobs", null);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job").GetProperty("id").GetString()!;
    }

    private static async Task<string?> StateAsync(HttpClient client, string job) => (await client.GetFromJsonAsync<JsonElement>($"/v1/worlds/arm/jobs/{job}")).GetProperty("job").GetProperty("state").GetString();

    private static async Task RunsAsync(HttpClient client, string job)
    {
        while (await StateAsync(client, job) != "running") await Task.Yield();
    }

    private void AddWorld(string name, bool steps)
    {
        string world = Path.Combine(Data, "worlds", name), log = Path.Combine(world, "log");
        Directory.CreateDirectory(log);
        WorldSpecFile.Write(Path.Combine(world, "world.json"), ArmWorld.Spec with { Name = name });
        SettingsFile.Write(Path.Combine(world, "run.json"), ArmWorld.Settings with { WorldModel = ArmWorld.Settings.WorldModel with { AdversarialSteps = 1_000_000 } });
        if (steps) LogFile.Write(Path.Combine(log, "00000001.wglog"), ArmWorld.Spec, Enumerable.Range(0, 12).Select(ArmWorld.Play));
    }
}
