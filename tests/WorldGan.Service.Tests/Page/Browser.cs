using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Playwright;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Tests.Page;

/// <summary>The system's Chromium, in front of a service that really listens. What a page did wrong is remembered.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly WebApplication _service;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(WebApplication service, IPlaywright playwright, IBrowser browser, IPage page)
    {
        (_service, _playwright, _browser, Page) = (service, playwright, browser, page);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") Faults.Add(message.Text); };
        page.PageError += (_, error) => Faults.Add(error);
        page.Request += (_, request) => { if (!request.Url.StartsWith(Url, StringComparison.Ordinal) && !request.Url.StartsWith("blob:" + Url, StringComparison.Ordinal)) Faults.Add($"asked {request.Url}"); };
    }

    /// <summary>The page, not yet opened.</summary>
    public IPage Page { get; }

    /// <summary>Where the service listens.</summary>
    public string Url => _service.Urls.First();

    /// <summary>Errors of the page, and what it asked for elsewhere.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Starts a service on a data folder, and a browser.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="isDark">Which colours the reader wants.</param>
    public static async Task<Browser> StartAsync(string data, bool isDark = false)
    {
        string? chromium = Places.FirstOrDefault(File.Exists);
        Skip.If(chromium is null, $"There is no Chromium at {string.Join(", ", Places)}.");
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("WorldGan:Data", data), new("Logging:LogLevel:Default", "None"), new("WorldGan:Training:NewSteps", "0"), new("WorldGan:Training:Threads", "1")]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication service = ServiceApplication.Build(builder);
        await service.StartAsync();
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = ["--no-sandbox"] });
        IPage page = await browser.NewPageAsync(new BrowserNewPageOptions { ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        return new Browser(service, playwright, browser, page);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _service.StopAsync();
        await _service.DisposeAsync();
    }
}
