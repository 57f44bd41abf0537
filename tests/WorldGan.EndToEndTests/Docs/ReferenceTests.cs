using System.Net.Http.Json;
using System.Text.Json;
using WorldGan.EndToEndTests.Cli;
using WorldGan.Tests;
using WorldGan.Tests.House;

namespace WorldGan.EndToEndTests.Docs;

/// <summary>
/// The pages of docs/reference that are made from the code. After a change: WORLDGAN_APPROVE=1 dotnet test -c Release tests/WorldGan.EndToEndTests --filter ReferenceTests
/// </summary>
public sealed class ReferenceTests
{
    private const string HelpFiles = "tests/WorldGan.EndToEndTests/Cli";

    [Fact]
    public void The_page_of_commands_holds_the_help_of_every_verb()
    {
        IEnumerable<string> verbs = Repository.Files(HelpFiles, "Help-*.approved.txt").Select(path => Path.GetFileName(path)["Help-".Length..^".approved.txt".Length]).Order(StringComparer.Ordinal);
        Made("cli.md", "# Commands\n\n`#` stands for a number that the help itself tells. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.\n"
            + string.Concat(verbs.Select(verb => $"\n## {verb.Replace('-', ' ')}\n\n```\n{Repository.Read($"{HelpFiles}/Help-{verb}.approved.txt").Trim()}\n```\n")));
    }

    [Fact]
    public async Task The_page_of_addresses_holds_every_endpoint_of_the_service()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("appsettings.json"), """{"Logging":{"LogLevel":{"Default":"None"}}}""");
        using CliProcess service = CliProcess.Start(folder.File(""), "serve", "--data", "data", "--urls", "http://127.0.0.1:0");
        string address = service.ReadLine() ?? throw new InvalidOperationException($"Expected a line with the address, got the end: {service.Finish().Error}");
        using var client = new HttpClient { BaseAddress = new Uri(address.Split(' ')[^1]) };
        JsonElement api = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        Made("http.md", "# HTTP\n\n[What they take and answer](../../src/WorldGan.Service/README.md), and as OpenAPI at `/openapi/v1.json` of a running service.\n\n| | address | |\n| --- | --- | --- |\n"
            + string.Concat(api.GetProperty("paths").EnumerateObject().OrderBy(path => path.Name, StringComparer.Ordinal).SelectMany(Rows)));
    }

    private static IEnumerable<string> Rows(JsonProperty path) =>
        path.Value.EnumerateObject().Select(way => $"| {way.Name.ToUpperInvariant()} | `{path.Name}` | {(way.Value.TryGetProperty("summary", out JsonElement summary) ? summary.GetString() : "")} |\n");

    private static void Made(string page, string text) => Approved.MatchesFile(page, $"docs/reference/{page}", text);
}
