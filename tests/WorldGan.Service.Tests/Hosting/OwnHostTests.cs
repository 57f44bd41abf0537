using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WorldGan.Service.Hosting;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Hosting;

/// <summary>The service in a program of somebody else, as its README shows it.</summary>
public sealed class OwnHostTests : IAsyncLifetime, IDisposable
{
    private const int Longest = 40_000_000;                    // more than a web server takes unless it is told

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private WebApplication _application = null!;

    public async Task InitializeAsync()
    {
        RunningService.AddArm(_folder.File("data"));
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("WorldGan:Data", _folder.File("data")), new("WorldGan:Operations:StopSeconds", "7"), new("WorldGan:Ingest:MaxRequestBytes", $"{Longest}"), new("urls", "http://127.0.0.1:0"), new("Logging:LogLevel:Default", "None"),
        ]);
        builder.Services.AddWorldGan(ServiceConfiguration.Read(builder.Configuration));
        _application = builder.Build();
        _application.MapGet("/own", () => "mine");
        _application.MapWorldGan();
        await _application.StartAsync();
        _client.BaseAddress = new Uri(_application.Urls.Single());
    }

    public async Task DisposeAsync() => await _application.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_answers_beside_what_the_program_answers_itself()
    {
        Assert.Equal("mine", await _client.GetStringAsync("/own"));
        Assert.Contains("\"healthy\"", await _client.GetStringAsync("/health/ready"), StringComparison.Ordinal);
        Assert.Equal("{\"accepted\":50,\"known\":0}", await PostAsync(SmallWorld.ToJson(SmallWorld.Steps("a", 0, 50))));
        Assert.Contains("worldgan_", await _client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_own_bounds_hold_for_bodies_and_its_own_time_for_a_stop()
    {
        Assert.Contains("\"accepted\":1", await PostAsync(SmallWorld.ToJson(SmallWorld.Steps("b", 0, 1)).PadRight(Longest)), StringComparison.Ordinal);
        Assert.Contains("413", await PostAsync(new string(' ', Longest + 1)), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(7), _application.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    [Fact]
    public async Task Without_keys_nobody_is_answered_who_asks_for_another_machine()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/worlds");
        request.Headers.Host = "robots.example";
        using HttpResponseMessage response = await _client.SendAsync(request);
        Assert.Equal(401, (int)response.StatusCode);
    }

    private async Task<string> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _client.PostAsync("/v1/worlds/arm/trajectories", content);
        return await response.Content.ReadAsStringAsync();
    }
}
