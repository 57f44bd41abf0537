using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using WorldGan.EndToEndTests.Cli;
using WorldGan.Logs;
using WorldGan.Tests;
using WorldGan.Worlds;

namespace WorldGan.EndToEndTests.Serving;

public class KillTests
{
    private const int Kills = 20, Robots = 4, StepsInRequest = 5, StepsInEpisode = 20;
    private const string WorldJson = """{"name":"arm","state":[{"name":"angle","kind":"real"}],"actions":[{"name":"left"},{"name":"right"}]}""";

    [Fact]
    public async Task Killed_at_any_moment_the_service_keeps_every_step_that_it_acknowledged_and_doubles_none()
    {
        using var folder = new TemporaryFolder();
        string data = folder.File("data"), world = Path.Combine(data, "worlds", "arm");
        Directory.CreateDirectory(world);
        await File.WriteAllTextAsync(Path.Combine(world, "world.json"), WorldJson);
        var moments = new Random(7);
        Robot[] robots = [.. Enumerable.Range(0, Robots).Select(i => new Robot(i))];
        for (int kill = 0; kill < Kills; kill++)
        {
            using CliProcess service = Start(folder, data, out Uri address);
            using var client = new HttpClient { BaseAddress = address };
            int left = moments.Next(0, 60);
            await Task.WhenAll(robots.Select(robot => robot.SendUntilCutOffAsync(client, () =>
            {
                if (Interlocked.Decrement(ref left) < 0) service.Kill();
            })));
            service.WaitForExit();
        }

        using (CliProcess service = Start(folder, data, out Uri address))
        {
            using var client = new HttpClient { BaseAddress = address };
            foreach (Robot robot in robots) await robot.SendAsync(client);     // the answer that was lost last
            service.Signal("TERM");
            Assert.Equal(0, service.Finish().ExitCode);
        }

        var steps = new ConcurrentDictionary<(string Episode, int Step), double>();
        foreach (string segment in Directory.GetFiles(Path.Combine(world, "log"), "*.wglog").Order(StringComparer.Ordinal))
            foreach (Episode piece in LogFile.Read(segment, WorldSpecFile.Parse(Encoding.UTF8.GetBytes(WorldJson), "world.json")))
                for (int t = 0; t < piece.Count; t++) Assert.True(steps.TryAdd((piece.Id, piece.FirstStep + t), piece.States[t]), $"{piece.Id}, step {piece.FirstStep + t} is there twice");
        Assert.Equal(robots.Sum(robot => robot.Acknowledged), steps.Count);
        Assert.All(steps, step => Assert.Equal(Robot.StateAt(step.Key.Step), step.Value));
    }

    private static CliProcess Start(TemporaryFolder folder, string data, out Uri address)
    {
        File.WriteAllText(folder.File("appsettings.json"), """{"Logging":{"LogLevel":{"Default":"None"}}}""");
        CliProcess service = CliProcess.Start(Path.GetDirectoryName(data)!, "serve", "--data", data, "--urls", "http://127.0.0.1:0");
        string line = service.ReadLine() ?? throw new InvalidOperationException($"Expected a line with the address, got the end: {service.Finish().Error}");
        address = new Uri(line.Split(' ')[^1]);
        return service;
    }

    /// <summary>Sends episodes of its own, and a request again when its answer was lost.</summary>
    private sealed class Robot(int number)
    {
        private int _step;

        /// <summary>Steps whose request was answered.</summary>
        public int Acknowledged { get; private set; }

        public static double StateAt(int step) => step / 8.0;

        public async Task SendUntilCutOffAsync(HttpClient client, Action acknowledged)
        {
            try
            {
                while (true)
                {
                    await SendAsync(client);
                    acknowledged();
                }
            }
            catch (HttpRequestException)
            {
                // The service was killed: what was not acknowledged is sent again to the next one.
            }
        }

        public async Task SendAsync(HttpClient client)
        {
            using var body = new ByteArrayContent(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(_step, StepsInRequest).Select(Step))}]"));
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage answer = await client.PostAsync("/v1/worlds/arm/trajectories", body);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            _step += StepsInRequest;
            Acknowledged += StepsInRequest;
        }

        private string Step(int n)
        {
            int step = n % StepsInEpisode;
            string ends = step == StepsInEpisode - 1 ? "true" : "false";
            return string.Create(CultureInfo.InvariantCulture, $$"""{"episode":"{{number}}-{{n / StepsInEpisode}}","step":{{step}},"state":[{{StateAt(step)}}],"action":{{step % 2}},"reward":1,"terminated":{{ends}},"nextState":[{{StateAt(step + 1)}}]}""");
        }
    }
}
