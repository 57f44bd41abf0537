using System.Net;
using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>Where options come from.</summary>
public class SettingsTests
{
    /// <summary>Of three limits the file sets all, the environment two and the command line one; each is told by the endpoints that it is for.</summary>
    [Fact]
    public async Task The_command_line_wins_over_the_environment_and_the_environment_over_the_file()
    {
        using var folder = new TemporaryFolder();
        ServedCartPole.Add(folder.File("service"));
        File.WriteAllText(
            Path.Combine(folder.File("service"), "appsettings.json"), """{"WorldGan":{"Ingest":{"MaxRequestBytes":1101},"Acting":{"MaxRequestBytes":1101},"Operations":{"MaxRequestBytes":1101}}}""");
        (string, string)[] variables = [("WorldGan__Ingest__MaxRequestBytes", "1202"), ("WorldGan__Acting__MaxRequestBytes", "1202")];
        using ServeProcess service = ServeProcess.StartWith(variables, folder.File("service"), "ingest.maxRequestBytes=1303");
        Assert.Contains("1303", await RefusalAsync(service, HttpMethod.Post, "/trajectories"), StringComparison.Ordinal);
        Assert.Contains("1202", await RefusalAsync(service, HttpMethod.Post, "/act"), StringComparison.Ordinal);
        Assert.Contains("1101", await RefusalAsync(service, HttpMethod.Put, ""), StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(ServeProcess service, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, ServedCartPole.Address + path) { Content = new ByteArrayContent(new byte[5000]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using HttpResponseMessage answer = await service.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
