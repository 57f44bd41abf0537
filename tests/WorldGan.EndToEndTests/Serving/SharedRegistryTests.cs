using System.Text.Json;
using WorldGan.Service.Tests.Registry;
using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>Two services with their versions in one PostgreSQL database.</summary>
public sealed class SharedRegistryTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    /// <summary>One is told of the database by the environment, the other by appsettings.json.</summary>
    [SkippableFact]
    public async Task What_one_host_learns_and_publishes_the_other_answers_without_a_log_or_a_job_of_its_own()
    {
        string database = server.NewDatabase();
        Skip.If(database.Length == 0, "PostgreSQL is not installed, and WORLDGAN_POSTGRES names no server.");
        using var folder = new TemporaryFolder();
        string world = ServedCartPole.Add(folder.File("learns"));
        ServedCartPole.Add(folder.File("answers"));
        File.WriteAllText(Path.Combine(folder.File("answers"), "appsettings.json"), JsonSerializer.Serialize(new { WorldGan = new { Registry = new { ConnectionString = database, PollSeconds = 1 } } }));
        using ServeProcess learns = ServeProcess.StartWith([("WorldGan__Registry__ConnectionString", database)], folder.File("learns"), "training.newSteps=0");
        using ServeProcess answers = ServeProcess.Start(folder.File("answers"));
        Assert.Null(await ServedCartPole.ActAsync(answers.Client));
        using var robot = new StreamingRobot(0);
        for (int i = 0; i < 80; i++) await robot.SendAsync(learns.Client);
        await ServedCartPole.BeginJobAsync(learns.Client);
        JsonElement[] said = [await AnswerAsync(learns.Client), await AnswerAsync(answers.Client)];
        Assert.Equal(said[0].GetRawText(), said[1].GetRawText());
        Assert.Equal("[]", await answers.Client.GetStringAsync($"{ServedCartPole.Address}/jobs"));
        Assert.False(File.Exists(Path.Combine(world, "published.json")), "Expected the database alone to know what is published, got a file.");
        learns.Stop();
        answers.Stop();
    }

    private static async Task<JsonElement> AnswerAsync(HttpClient client)
    {
        for (long start = Environment.TickCount64; Environment.TickCount64 - start < 60_000; await Task.Delay(50))     // only so that silence fails
            if (await ServedCartPole.ActAsync(client) is { } answer) return answer;
        throw new TimeoutException("Expected a version that answers, got none for a minute.");
    }
}
