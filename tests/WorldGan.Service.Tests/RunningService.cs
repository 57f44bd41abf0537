using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WorldGan.Service.Hosting;
using WorldGan.Service.Ingest;
using WorldGan.Tests;

namespace WorldGan.Service.Tests;

/// <summary>The whole service in memory, with the world 'arm' in its data folder.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TemporaryFolder? _ownFolder;

    private RunningService(WebApplication application, string data, TemporaryFolder? ownFolder)
    {
        (_application, Data, _ownFolder) = (application, data, ownFolder);
        Client = application.Services.GetRequiredService<IServer>() is TestServer server ? server.CreateClient() : new HttpClient { BaseAddress = new Uri(application.Urls.First()) };
    }

    /// <summary>Asks the service.</summary>
    public HttpClient Client { get; }

    /// <summary>Its data folder.</summary>
    public string Data { get; }

    public IServiceProvider Services => _application.Services;

    /// <summary>The log of the world 'arm'.</summary>
    public IWorldLog Arm => World("arm").Log;

    public TestServer Server => _application.GetTestServer();

    /// <summary>Starts a service.</summary>
    /// <param name="data">A data folder that outlives the service; null gives it one of its own with the world 'arm'.</param>
    /// <param name="configure">Changes what is registered.</param>
    /// <param name="settings">Options such as <c>WorldGan:Ingest:MaxRequestBytes=1024</c>; with <c>urls</c> it really listens.</param>
    public static async Task<RunningService> StartAsync(string? data = null, Action<IServiceCollection>? configure = null, params string[] settings)
    {
        TemporaryFolder? own = data is null ? new TemporaryFolder() : null;
        data ??= own!.File("data");
        if (own is not null) AddArm(data);
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("WorldGan:Data", data), new("Logging:LogLevel:Default", "None"), .. settings.Select(Pair)]);
        if (!settings.Any(setting => setting.StartsWith("urls=", StringComparison.Ordinal))) builder.WebHost.UseTestServer();
        configure?.Invoke(builder.Services);
        WebApplication application = ServiceApplication.Build(builder);
        try
        {
            await application.StartAsync();
        }
        catch
        {
            await application.DisposeAsync();
            own?.Dispose();
            throw;
        }

        return new RunningService(application, data, own);
    }

    /// <summary>Puts the world 'arm' into a data folder.</summary>
    public static void AddArm(string data)
    {
        string folder = Path.Combine(data, "worlds", "arm");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "world.json"), SmallWorld.Json);
    }

    public HostedWorld World(string name) => Services.GetRequiredService<IWorldCatalogue>().Require(name);

    public Task<Answer> GetAsync(string path, string? key = null) => SendAsync(HttpMethod.Get, path, null, key);

    public Task<Answer> PostAsync(string path, string body, string contentType = "application/json", string? key = null) => SendAsync(HttpMethod.Post, path, Content(Encoding.UTF8.GetBytes(body), contentType), key);

    public Task<Answer> PostAsync(string path, byte[] body, string contentType, string? key = null) => SendAsync(HttpMethod.Post, path, Content(body, contentType), key);

    public Task<Answer> PutAsync(string path, string body, string? key = null) => SendAsync(HttpMethod.Put, path, Content(Encoding.UTF8.GetBytes(body), "application/json"), key);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await Client.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, response.Headers.RetryAfter?.Delta);
    }

    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
        _ownFolder?.Dispose();
    }

    public static ByteArrayContent Content(byte[] body, string contentType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    private static KeyValuePair<string, string?> Pair(string setting) => new(setting[..setting.IndexOf('=', StringComparison.Ordinal)], setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]);
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string Body, string? ContentType, TimeSpan? RetryAfter)
{
    /// <summary>Fails with the answer's own words where it has another status; a refusal must be problem details.</summary>
    public Answer Is(int status)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Body}");
        if (status >= 400) Assert.Equal("application/problem+json", ContentType);
        return this;
    }

    /// <summary>Fails where the body does not say something.</summary>
    public Answer Says(string text)
    {
        Assert.Contains(text, Body);
        return this;
    }
}
