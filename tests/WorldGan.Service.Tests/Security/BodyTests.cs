using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WorldGan.Service.Acting;
using WorldGan.Service.Hosting;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Security;

/// <summary>Bodies that are too long, at every endpoint that there is, over real connections.</summary>
public sealed class BodyTests : IAsyncLifetime, IDisposable
{
    private const int Longest = 1 << 17;

    private readonly TemporaryFolder _folder = new();
    private WebApplication _application = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        RunningService.AddArm(_folder.File("data"));
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new[] { "Ingest", "Acting", "Operations" }.Select(part => new KeyValuePair<string, string?>($"WorldGan:{part}:MaxRequestBytes", $"{Longest}")));
        builder.Configuration.AddInMemoryCollection([new("WorldGan:Acting:MaxQueuedBytes", $"{(Longest * 3) / 2}"), new("WorldGan:Data", _folder.File("data")), new("urls", "http://127.0.0.1:0"), new("Logging:LogLevel:Default", "None")]);
        _application = ServiceApplication.Build(builder);
        await _application.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_application.Urls.Single()) };
    }

    public async Task DisposeAsync() => await _application.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_endpoint_takes_a_body_that_is_too_long_whether_its_length_is_told_or_not(bool chunked)
    {
        (HttpMethod Method, string Path)[] endpoints = [.. Endpoints()];
        Assert.Contains((HttpMethod.Post, "/v1/worlds/arm/act"), endpoints);
        Assert.Contains((HttpMethod.Post, "/v1/worlds/arm/versions/1/promote"), endpoints);
        Assert.Contains((HttpMethod.Post, "/v1/worlds/arm/jobs/x/cancel"), endpoints);
        foreach ((HttpMethod method, string path) in endpoints)
        {
            int status = await StatusAsync(method, path, Longest + 1, chunked);
            Assert.True(status == 413, $"{method} {path}: expected 413, got {status}");
        }
    }

    /// <summary>A bound that refused everything would pass the test above.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_endpoint_takes_a_body_that_is_as_long_as_it_may_be(bool chunked)
    {
        foreach ((HttpMethod method, string path) in Endpoints())
        {
            int status = await StatusAsync(method, path, Longest, chunked);
            Assert.True(status is not 413 and < 500 || (status == 503 && path == "/v1/worlds/arm/act"), $"{method} {path}: {status}");
        }
    }

    /// <summary>All bytes but the last: whoever waited for the end of such a body would wait for ever.</summary>
    [Fact]
    public async Task A_body_is_refused_before_all_of_it_is_there()
    {
        foreach ((HttpMethod method, string path) in Endpoints().Where(endpoint => endpoint.Method == HttpMethod.Post))
        {
            using var client = new TcpClient("127.0.0.1", _client.BaseAddress!.Port);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{2 * Longest:x}\r\n"));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(new string(' ', Longest + 1)));
            Assert.Equal("HTTP/1.1 413", await StatusLineAsync(stream));
        }
    }

    /// <summary>The server reads over what is left of a body only as far as a bound of its own, and closes the connection there.</summary>
    [Theory]
    [InlineData("Content-Length: 5000000", "Connection: close")]
    [InlineData("Transfer-Encoding: chunked", "Connection: close")]
    [InlineData("Content-Length: 200000", "Content-Type: application/problem+json")]
    public async Task Whoever_sends_too_much_is_told_where_the_connection_ends_with_the_answer(string length, string told)
    {
        using var client = new TcpClient("127.0.0.1", _client.BaseAddress!.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/worlds/arm/act HTTP/1.1\r\nHost: localhost\r\n{length}\r\n\r\n30000\r\n{new string(' ', Longest + 1)}"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        using var patience = new CancellationTokenSource(Wait.Longest);
        List<string> head = [];
        while (await reader.ReadLineAsync(patience.Token) is { Length: > 0 } line) head.Add(line);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", head[0]);
        Assert.Contains(told, head);
        Assert.Equal(told.StartsWith("Connection", StringComparison.Ordinal), head.Contains("Connection: close"));
    }

    /// <summary>Somebody who sends all but the end of a long question on each of many connections.</summary>
    [Fact]
    public async Task Many_long_questions_at_once_are_told_to_wait_and_short_ones_are_not()
    {
        BodyRoom room = _application.Services.GetRequiredService<ActingBodies>().Room;
        using (var slow = new TcpClient("127.0.0.1", _client.BaseAddress!.Port))
        {
            await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/worlds/arm/act HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Longest}\r\n\r\n{new string(' ', Longest - 1)}"));
            await Wait.UntilAsync(() => room.Bytes == Longest - 1);
            using var another = new TcpClient("127.0.0.1", _client.BaseAddress.Port);
            NetworkStream stream = another.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/worlds/arm/simulate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{Longest:x}\r\n{new string(' ', Longest - 1)}"));
            Assert.Equal("HTTP/1.1 429", await StatusLineAsync(stream));
            Assert.Equal(400, await StatusAsync(HttpMethod.Post, "/v1/worlds/arm/forecast", 1000, chunked: false));
        }

        await Wait.UntilAsync(() => room.Bytes == 0);      // who goes leaves room
        Assert.NotEqual(429, await StatusAsync(HttpMethod.Post, "/v1/worlds/arm/simulate", Longest, chunked: true));
    }

    // The body does not end, so a service that waits for its end never answers.
    private static async Task<string> StatusLineAsync(NetworkStream stream)
    {
        byte[] answer = new byte["HTTP/1.1 200".Length];
        using var patience = new CancellationTokenSource(Wait.Longest);
        await stream.ReadExactlyAsync(answer, patience.Token);
        return Encoding.ASCII.GetString(answer);
    }

    private IEnumerable<(HttpMethod Method, string Path)> Endpoints() =>
        from endpoint in _application.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        let path = endpoint.RoutePattern.RawText!.Replace("{world}", "arm", StringComparison.Ordinal).Replace("{job}", "x", StringComparison.Ordinal).Replace("{number:int}", "1", StringComparison.Ordinal)
        where !path.StartsWith("/openapi", StringComparison.Ordinal)               // of the framework, which reads no bodies
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (new HttpMethod(method), path);

    private async Task<int> StatusAsync(HttpMethod method, string path, int length, bool chunked)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(new string(' ', length)));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;                     // else the answer may be lost where the server closes what is still being sent
        using HttpResponseMessage response = await _client.SendAsync(request);
        return (int)response.StatusCode;
    }
}
