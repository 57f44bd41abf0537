using System.Net;
using WorldGan.EndToEndTests.Cli;
using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>What the service writes to its log, and that it leaves nothing elsewhere.</summary>
public sealed class LogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.GetDirectoryName(_folder.File("x"))!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whoever_has_no_key_writes_nothing_into_the_log()
    {
        CliProcess.Run(Folder, "key", "--data", "data", "--name", "robot", "--role", "read").Succeeded();
        (CliResult result, HttpStatusCode status) = await AskAsync("http://127.0.0.1:0");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Matches(@"(^|\n)20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ info: [^\n]*\n *Read 1 keys\.", result.Out);
        Assert.DoesNotContain("challenged", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("/v1/worlds", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", true)]
    [InlineData("http://127.0.0.1:0", false)]
    public async Task Where_keys_can_be_read_on_their_way_the_log_says_so(string place, bool warns)
    {
        CliProcess.Run(Folder, "key", "--data", "data", "--name", "robot", "--role", "read").Succeeded();
        (CliResult result, _) = await AskAsync(place);
        Assert.Equal(warns, result.Out.Contains("without TLS: whoever is on the way reads keys and steps.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_written_outside_of_the_data_folder()
    {
        await AskAsync("http://127.0.0.1:0");
        Assert.Equal(["data"], Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName));
    }

    private async Task<(CliResult Result, HttpStatusCode Status)> AskAsync(string place)
    {
        using CliProcess service = CliProcess.StartWith([("HOME", Folder)], Folder, "serve", "--data", "data", "--urls", place);
        string? line = service.ReadLine();
        while (line?.StartsWith("Serving at ", StringComparison.Ordinal) == false) line = service.ReadLine();
        using var client = new HttpClient();
        using HttpResponseMessage answer = await client.GetAsync(new UriBuilder(line!.Split(' ')[^1]) { Host = "127.0.0.1", Path = "/v1/worlds" }.Uri);
        service.Signal("TERM");
        return (await Task.Run(service.Finish), answer.StatusCode);
    }
}
