using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Tests;
using WorldGan.Worlds;

namespace WorldGan.EndToEndTests.Serving;

public class RobotTests
{
    private const int StepsOfRound = 10_000, MostRounds = 4;
    private const double AtRandom = 30, Good = 140;        // mean returns; the best possible policy reaches about 180

    /// <summary>A robot on ice that begins at random, and the service beside it with default settings: everything over HTTP.</summary>
    [SkippableFact]
    public async Task A_robot_that_streams_and_asks_becomes_good_by_itself()
    {
        Skip.If(Environment.GetEnvironmentVariable("WORLDGAN_LONG_TESTS") is null, "It trains with default settings several times, which takes minutes: set WORLDGAN_LONG_TESTS to run it.");
        using var folder = new TemporaryFolder();
        using ServeProcess service = Start(folder);
        using var client = new HttpClient { BaseAddress = new Uri(service.Client.BaseAddress!, $"/v1/worlds/{SlipperyCartPole.Name}/") };
        List<double> returns = [await PlayAsync(new Robot(client, 0))];
        while (returns.Count < MostRounds && returns[^1] < Good)
        {
            await TrainedAsync(client, returns.Count);
            returns.Add(await PlayAsync(new Robot(client, (ulong)returns.Count)));
        }

        Assert.True(returns[0] < AtRandom && returns[^1] >= Good, $"Expected mean returns from below {AtRandom} to at least {Good}, got {string.Join(", ", returns.Select(mean => $"{mean:0.0}"))}.");
        service.Stop();
    }

    private static ServeProcess Start(TemporaryFolder folder)
    {
        string root = Path.GetDirectoryName(folder.File("x"))!, world = Path.Combine(root, "data", "worlds", SlipperyCartPole.Name);
        Directory.CreateDirectory(world);
        WorldSpecFile.Write(Path.Combine(world, WorldSpecFile.FileName), new SlipperyCartPole().Spec);
        return ServeProcess.Start(root, $"training.newSteps={StepsOfRound}");
    }

    /// <summary>Plays as many episodes as the next training needs; the mean of their returns.</summary>
    private static async Task<double> PlayAsync(Robot robot)
    {
        var lengths = new List<int>();
        while (lengths.Sum() < StepsOfRound) lengths.Add(await robot.PlayAsync());
        return lengths.Average();                              // each step brings 1
    }

    private static async Task TrainedAsync(HttpClient client, int versions)
    {
        while (true)
        {
            JsonElement[] jobs = (await client.GetFromJsonAsync<JsonElement[]>("jobs"))!;
            if (jobs.Length >= versions && jobs[0].GetProperty("job").GetProperty("state").GetString() is { } state and not ("waiting" or "running"))
            {
                Assert.Equal("done", state);
                return;
            }

            await Task.Delay(100);
        }
    }

    /// <summary>Asks what to do in each step, does anything where nobody knows, and sends each episode when it has ended.</summary>
    private sealed class Robot(HttpClient client, ulong seed)
    {
        private readonly SlipperyCartPole _world = new();
        private readonly Random _random = new((int)seed);
        private uint _episode;

        /// <summary>Plays an episode; its length.</summary>
        public async Task<int> PlayAsync()
        {
            var key = new RowKey(seed + 1, _episode++, 0);
            float[] state = new float[4];
            _world.Reset([key], state);
            var states = new List<double>(state.Select(value => (double)value));
            var actions = new List<int>();
            for (Ending ending = Ending.None; ; key = key.Next)
            {
                actions.Add(await ActAsync(state));
                (state, ending) = Step(key, state, actions[^1]);
                states.AddRange(state.Select(value => (double)value));
                if (ending == Ending.None && actions.Count == _world.Spec.StepLimit) ending = Ending.TimeLimit;
                if (ending == Ending.None) continue;
                await SendAsync(new Episode { Id = $"{seed}-{key.Trajectory}", States = [.. states], Actions = [.. actions], Rewards = [.. actions.Select(_ => 1.0)], Ending = ending });
                return actions.Count;
            }
        }

        private async Task<int> ActAsync(float[] state)
        {
            using HttpResponseMessage answer = await client.PostAsJsonAsync("act", new { states = new[] { state } });
            if (answer.StatusCode == HttpStatusCode.Conflict) return _random.Next(2);       // no version yet
            return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("actions")[0].GetInt32();
        }

        private (float[] Next, Ending Ending) Step(RowKey key, float[] state, int action)
        {
            float[] next = new float[4], rewards = new float[1];
            var endings = new Ending[1];
            _world.Step(new StepBatch { Keys = [key], States = state, Actions = [action], NextStates = next, Rewards = rewards, Endings = endings });
            return (next, endings[0]);
        }

        private async Task SendAsync(Episode episode)
        {
            using var stream = new MemoryStream();
            using (LogWriter log = LogFile.Create(stream, _world.Spec)) log.Write(episode);
            using var content = new ByteArrayContent(stream.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/msgpack") } };
            using HttpResponseMessage sent = await client.PostAsync("trajectories", content);
            Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());
        }
    }
}
