using System.Diagnostics;
using System.Text.Json;
using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>A stop as systemd makes it, in the middle of a training.</summary>
public class TrainingStopTests
{
    private const int StopSeconds = 10, ManySteps = 10_000;        // more than a training makes until it is looked at after a start

    private const string Endless = """
        {
          "worldModel": { "members": 1, "meanWidth": 8, "noiseWidth": 8, "headWidth": 8, "meanSteps": 20, "headSteps": 20, "adversarialSteps": 10000000 },
          "policy": { "hiddenWidth": 8, "steps": 20 }
        }
        """;

    [SkippableFact]
    public async Task A_training_stops_with_the_service_in_the_time_that_a_stop_has_and_goes_on_at_the_next_start_from_where_it_was()
    {
        Skip.If(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        using var folder = new TemporaryFolder();
        ServedCartPole.Add(folder.File("service"), Endless);
        string job;
        long steps;
        using (ServeProcess service = Start(folder))
        {
            using var robot = new StreamingRobot(0);
            for (int i = 0; i < 40; i++) await robot.SendAsync(service.Client);
            job = (await ServedCartPole.BeginJobAsync(service.Client)).GetProperty("id").GetString()!;
            steps = await FirstProgressAsync(service.Client, job, atLeast: ManySteps);
            var time = Stopwatch.StartNew();
            service.Stop();
            Assert.True(time.Elapsed.TotalSeconds < StopSeconds, $"Expected a stop within {StopSeconds} s, got one of {time.Elapsed.TotalSeconds:0.0} s.");
        }

        using (ServeProcess service = Start(folder))
        {
            Assert.InRange(await FirstProgressAsync(service.Client, job, atLeast: 0), steps, long.MaxValue);
            service.Stop();
        }
    }

    private static ServeProcess Start(TemporaryFolder folder) => ServeProcess.Start(folder.File("service"), "training.newSteps=0", $"operations.stopSeconds={StopSeconds}");

    /// <summary>The steps of the job as soon as it tells of so many.</summary>
    private static async Task<long> FirstProgressAsync(HttpClient client, string job, long atLeast)
    {
        while (true)
        {
            JsonElement answer = JsonElement.Parse(await client.GetStringAsync($"{ServedCartPole.Address}/jobs/{job}"));
            Assert.Empty(answer.GetProperty("job").GetProperty("failures").EnumerateArray());
            Assert.Contains(answer.GetProperty("job").GetProperty("state").GetString(), new[] { "waiting", "running" });
            if (answer.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress && progress.GetProperty("steps").GetInt64() is var steps && steps >= atLeast) return steps;
            await Task.Delay(10);
        }
    }
}
