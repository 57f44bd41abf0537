using Microsoft.Playwright;
using WorldGan.Notebooks.Files;
using WorldGan.Notebooks.Pages;
using WorldGan.Tests;

namespace WorldGan.Notebooks.Tests.Pages;

public class NotebookPageTests
{
    private const string Chromium = "/usr/bin/chromium";

    [SkippableFact]
    public async Task A_page_opens_from_the_disk_without_a_fault_and_shows_what_cells_put_out()
    {
        Skip.IfNot(File.Exists(Chromium), $"There is no Chromium at {Chromium}.");
        Notebook notebook = Written.Of("display(1 < 2);", "#r \"nuget: WorldGan\"\nusing WorldGan.Reporting.Notebooks;\ndisplay(Display.Table(new[] { new { a = 1, b = 2 } }));\nDisplay.Lines(\"up\", \"step\", (\"a\", new[] { 1.0, 2 }))", "nothing");
        Notebooks.Running.NotebookRunner.Run(notebook, ".", new());
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("page.html"), NotebookPage.Of(notebook, "a < b"));
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        IPage page = await browser.NewPageAsync();
        var faults = new List<string>();
        page.Console += (_, message) => faults.Add(message.Text);
        page.PageError += (_, error) => faults.Add(error);
        await page.GotoAsync("file://" + folder.File("page.html"));
        Assert.Equal("a < b", await page.TitleAsync());
        Assert.Equal(3, await page.Locator("pre.code").CountAsync());
        Assert.Equal(["a", "b"], await page.Locator("th").AllInnerTextsAsync());
        Assert.True(await page.Locator("img").EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 100"));
        Assert.Contains("cell 3, line 1, column 1", await page.Locator("pre.error").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(faults);
    }
}
