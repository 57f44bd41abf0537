using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WorldGan.Service.Hosting;
using WorldGan.Service.Ingest;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Security;

/// <summary>Requests that no well-behaved client sends, over a real connection.</summary>
public sealed class WireTests : IAsyncLifetime, IDisposable
{
    private const int MaxConnections = 8;

    private readonly TemporaryFolder _folder = new();
    private WebApplication _application = null!;

    private IWorldLog Arm => _application.Services.GetRequiredService<IWorldCatalogue>().Require("arm").Log;

    private int Port => new Uri(_application.Urls.First()).Port;

    public async Task InitializeAsync()
    {
        RunningService.AddArm(_folder.File("data"));
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("WorldGan:Data", _folder.File("data")), new("urls", "http://127.0.0.1:0"), new("WorldGan:Operations:MaxConnections", $"{MaxConnections}"), new("Logging:LogLevel:Default", "None")]);
        builder.Services.Configure<KestrelServerOptions>(server =>
        {
            server.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1_000_000, gracePeriod: TimeSpan.FromSeconds(1.1));
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1);
        });
        _application = ServiceApplication.Build(builder);
        await _application.StartAsync();
    }

    public async Task DisposeAsync() => await _application.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_request_that_is_cut_off_leaves_no_trace()
    {
        byte[] body = Encoding.UTF8.GetBytes(SmallWorld.ToJson(SmallWorld.Steps("a", 0, 50)));
        for (int kept = 0; kept < body.Length; kept += body.Length / 5)
        {
            using var client = new TcpClient("127.0.0.1", Port);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Head("POST", "/v1/worlds/arm/trajectories", body.Length)));
            await stream.WriteAsync(body.AsMemory(0, kept));
            client.Client.Shutdown(SocketShutdown.Send);
            await ReadToEndAsync(stream);
        }

        Assert.Equal(0, Arm.AcceptedSteps);
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(Head("POST", "/v1/worlds/arm/trajectories", body.Length) + Encoding.UTF8.GetString(body)));
    }

    [Fact]
    public async Task A_body_that_trickles_in_is_given_up_and_holds_nobody_up()
    {
        using var slow = new TcpClient("127.0.0.1", Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Head("POST", "/v1/worlds/arm/trajectories", 1000) + "["));
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(Head("GET", "/v1/worlds", 0)));
        Assert.StartsWith("HTTP/1.1 408", await ReadToEndAsync(slow.GetStream()));
        Assert.Equal(0, _application.Services.GetRequiredService<IngestGate>().Bytes);
    }

    [Fact]
    public async Task A_head_that_never_ends_is_given_up()
    {
        using var slow = new TcpClient("127.0.0.1", Port);
        await slow.GetStream().WriteAsync("GET /v1/worlds HTTP/1.1\r\nHost: localhost\r\nX-A"u8.ToArray());
        Assert.DoesNotContain("HTTP/1.1 200", await ReadToEndAsync(slow.GetStream()));
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_and_free_places_are_taken_again()
    {
        TcpClient[] kept = [.. Enumerable.Range(0, MaxConnections).Select(_ => new TcpClient("127.0.0.1", Port))];
        foreach (TcpClient client in kept) Assert.StartsWith("HTTP/1.1 200", await GetAsync(client));
        using (var further = new TcpClient("127.0.0.1", Port)) Assert.Equal("", await ReadToEndAsync(further.GetStream()));
        foreach (TcpClient client in kept) Assert.StartsWith("HTTP/1.1 200", await GetAsync(client));
        foreach (TcpClient client in kept) client.Dispose();
        string answer = "";
        for (int attempt = 0; attempt < 100 && answer.Length == 0; attempt++)
        {
            await Task.Delay(20);                          // until the server has seen that they are gone
            using var next = new TcpClient("127.0.0.1", Port);
            answer = await GetAsync(next);
        }

        Assert.StartsWith("HTTP/1.1 200", answer);

        static async Task<string> GetAsync(TcpClient client)
        {
            try
            {
                await client.GetStream().WriteAsync("GET /v1/worlds HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
                string answer = "";
                byte[] piece = new byte[4096];
                while (!answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal) && await client.GetStream().ReadAsync(piece) is > 0 and int count) answer += Encoding.ASCII.GetString(piece, 0, count);
                return answer;
            }
            catch (IOException)
            {
                return "";
            }
        }
    }

    [Theory]
    [InlineData("/v1/worlds/arm%00/trajectories")]
    [InlineData("/v1/worlds/../../keys.json")]
    [InlineData("/v1/worlds/..%2f..%2fkeys.json/trajectories")]
    [InlineData("/v1/worlds/..%5c..%5ckeys.json/trajectories")]
    [InlineData("/v1/worlds/%c0%ae%c0%ae/trajectories")]
    [InlineData("/../../../etc/passwd")]
    public async Task No_address_reaches_another_path(string path)
    {
        string answer = await AskAsync(Head("POST", path, 2) + "[]");
        Assert.Matches("^HTTP/1.1 (400|404)", answer);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("POST /v1/worlds/arm/trajectories HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /v1/worlds/arm/trajectories HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n")]
    [InlineData("POST /v1/worlds/arm/trajectories HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nzz\r\n")]
    [InlineData("GET /v1/worlds HTTP/1.1\r\nHost: a b\r\n\r\n")]
    public async Task What_is_no_request_is_refused(string request) => Assert.Matches("^HTTP/1.1 4", await AskAsync(request));

    private static string Head(string method, string path, int length) =>
        string.Create(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n");

    private async Task<string> AskAsync(string request)
    {
        using var client = new TcpClient("127.0.0.1", Port);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request));
        return await ReadToEndAsync(client.GetStream());
    }

    private static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return "";                                              // reset instead of an answer
        }
    }
}
