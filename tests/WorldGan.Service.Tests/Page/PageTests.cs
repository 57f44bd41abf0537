using Microsoft.Playwright;
using WorldGan.Logs;
using WorldGan.Service.Security;
using WorldGan.Tests;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Tests.Page;

/// <summary>The page in a real browser.</summary>
public sealed class PageTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private string Data => _temporary.File("data");

    /// <summary>Train, look, train again, promote, roll back and play: all by the keyboard, and nothing is asked of another host.</summary>
    [SkippableFact]
    public async Task An_operator_trains_compares_publishes_and_plays()
    {
        AddArm(steps: true);
        await using Browser browser = await Browser.StartAsync(Data);
        IPage page = browser.Page;
        await page.GotoAsync(browser.Url);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "arm" })).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.GetByText("No version yet")).ToBeVisibleAsync();

        await PressAsync(page, "Train now");
        await Assertions.Expect(page.Locator("#versions tr")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("#versions tr")).ToContainTextAsync("published");
        await Assertions.Expect(page.Locator("#curves")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#job")).ToContainTextAsync("is done. Version 1 is published");

        await PressAsync(page, "Train now");
        await Assertions.Expect(page.Locator("#versions tr")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("#job")).ToContainTextAsync("is done. Version 2", new() { Timeout = 60_000 });
        if (await page.Locator("#versions tr").First.GetByText("candidate").CountAsync() > 0) await PressAsync(page, "Promote version 2");
        await Assertions.Expect(page.Locator("#versions tr").First).ToContainTextAsync("published");
        await PressAsync(page, "Roll back");
        await Assertions.Expect(page.Locator("#versions tr").Last).ToContainTextAsync("published");

        await page.GetByLabel("height").FillAsync("0.3");
        await page.GetByLabel("turn").FillAsync("2.6");
        await page.GetByLabel("plan").FillAsync("up*3, down");
        await PressAsync(page, "Imagine 64 futures");
        await Assertions.Expect(page.Locator("#futures-text")).ToContainTextAsync("64 futures of version 1");
        Assert.True(await page.Locator("#futures").EvaluateAsync<int>("image => image.naturalWidth") > 0);
        await page.GetByLabel("plan").FillAsync("sideways");
        await PressAsync(page, "Imagine 64 futures");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("plan[0]: expected one of down, up");
        Assert.Equal(["Failed to load resource: the server responded with a status of 400 (Bad Request)"], browser.Faults.Distinct());
    }

    /// <summary>What the page asks by itself every two seconds must not wipe away what its reader has just been told, and sees what others do.</summary>
    [SkippableFact]
    public async Task It_keeps_a_fault_in_sight_shows_what_another_operator_does_and_a_health_that_is_bad()
    {
        AddArm(steps: true);
        string job = Path.Combine(Data, "worlds", "arm", "jobs", "bad");
        Directory.CreateDirectory(job);
        File.WriteAllText(Path.Combine(job, "job.json"), "{");
        await using Browser browser = await Browser.StartAsync(Data);
        IPage page = browser.Page;
        await page.GotoAsync(browser.Url);
        await Assertions.Expect(page.Locator("#health")).ToContainTextAsync("job.json");
        Assert.Equal("rgb(185, 28, 28)", await page.EvaluateAsync<string>("getComputedStyle(document.getElementById('health')).color"));
        await PressAsync(page, "Train now");
        await Assertions.Expect(page.Locator("#versions tr")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await page.GetByLabel("plan").FillAsync("sideways");
        await PressAsync(page, "Imagine 64 futures");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("plan[0]: expected one of down, up");
        await page.EvaluateAsync("fetch('/v1/worlds/arm/jobs', { method: 'POST' })");
        await Assertions.Expect(page.Locator("#versions tr")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("#job")).ToContainTextAsync("is done. Version 2", new() { Timeout = 60_000 });
        await page.EvaluateAsync("fetch('/v1/worlds/arm/versions/2/promote', { method: 'POST' })");
        await Assertions.Expect(page.Locator("#versions tr").First).ToContainTextAsync("published", new() { Timeout = 60_000 });
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("plan[0]: expected one of down, up");
    }

    [SkippableFact]
    public async Task With_keys_it_asks_for_one_and_a_wrong_one_does_not_open_it()
    {
        AddArm(steps: false);
        string key = NewKey.Add(Data, "reader", "read");
        await using Browser browser = await Browser.StartAsync(Data);
        IPage page = browser.Page;
        await page.GotoAsync(browser.Url);
        ILocator field = page.GetByLabel("This service wants a key");
        await Assertions.Expect(field).ToBeVisibleAsync();
        Assert.False(await page.Locator("main").IsVisibleAsync());
        await field.FillAsync("guessed");
        await field.PressAsync("Enter");
        await Assertions.Expect(field).ToBeVisibleAsync();
        Assert.False(await page.Locator("main").IsVisibleAsync());
        await field.FillAsync(key);
        await field.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "arm" })).ToBeVisibleAsync();
        await PressAsync(page, "Train now");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();
        Assert.Equal("", await page.EvaluateAsync<string>("document.cookie + (localStorage.length || '')"));
    }

    [SkippableFact]
    public async Task It_is_light_or_dark_as_its_reader_wants()
    {
        AddArm(steps: false);
        var colours = new List<string>();
        foreach (bool isDark in new[] { false, true })
        {
            await using Browser browser = await Browser.StartAsync(Data, isDark);
            await browser.Page.GotoAsync(browser.Url);
            colours.Add(await browser.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        }

        Assert.Equal(["rgb(255, 255, 255)", "rgb(13, 17, 23)"], colours);
    }

    [Fact]
    public async Task The_page_needs_no_key_and_allows_nothing_from_elsewhere()
    {
        AddArm(steps: false);
        NewKey.Add(Data, "reader", "read");
        await using RunningService service = await RunningService.StartAsync(Data);
        foreach (string path in new[] { "/", "/page.css", "/page.js" })
        {
            using HttpResponseMessage answer = await service.Client.GetAsync(path);
            Assert.True(answer.IsSuccessStatusCode);
            string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("://", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    public void Dispose() => _temporary.Dispose();

    private static async Task PressAsync(IPage page, string button)
    {
        ILocator found = page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true });
        await found.FocusAsync();
        await found.PressAsync("Enter");
    }

    private void AddArm(bool steps)
    {
        string world = Path.Combine(Data, "worlds", "arm"), log = Path.Combine(world, "log");
        Directory.CreateDirectory(log);
        WorldSpecFile.Write(Path.Combine(world, "world.json"), ArmWorld.Spec);
        SettingsFile.Write(Path.Combine(world, "run.json"), ArmWorld.Settings);
        if (steps) LogFile.Write(Path.Combine(log, "00000001.wglog"), ArmWorld.Spec, Enumerable.Range(0, 12).Select(ArmWorld.Play));
    }
}
