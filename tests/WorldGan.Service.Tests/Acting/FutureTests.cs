using System.Text;
using System.Text.Json;
using WorldGan.Logs;
using WorldGan.Runs;

namespace WorldGan.Service.Tests.Acting;

public class FutureTests(TrainedArm trained) : IClassFixture<TrainedArm>
{
    /// <summary>The run's own forecast under the same seed is the same.</summary>
    [Fact]
    public async Task A_forecast_is_that_of_the_library()
    {
        await using ServedArm arm = await StartAsync();
        JsonElement answer = await arm.AskAsync("forecast", new { @event = "height > 0.5", within = 8, futures = 64, seed = 5, starts = new[] { new[] { 0.3, 2.6 } } });
        var expected = Forecasting.Run(trained.Run, new ForecastRequest { Event = "height > 0.5", Within = 8, Futures = 64, Seed = 5, From = "[0.3, 2.6]" }, threads: 1);
        Assert.Equal(expected.Within.Probability, answer.GetProperty("probability").ValueKind == JsonValueKind.Null ? null : answer.GetProperty("probability").GetDouble());
        Assert.Equal((expected.Within.Interval.Low, expected.Within.Interval.High), (answer.GetProperty("low").GetDouble(), answer.GetProperty("high").GetDouble()));
        Assert.Equal(8, answer.GetProperty("steps").GetArrayLength());
        Assert.Equal(expected.Endings.LeftSupport, answer.GetProperty("endings").GetProperty("leftSupport").GetInt32());
        Assert.Equal("height > 0.5", answer.GetProperty("event").GetString());
    }

    [Fact]
    public async Task A_simulation_has_quantiles_and_returns_and_the_same_seed_gives_the_same()
    {
        await using ServedArm arm = await StartAsync();
        var question = new { futures = 32, horizon = 6, seed = 3 };
        JsonElement answer = await arm.AskAsync("simulate", question);
        Assert.Equal(["height", "turn"], answer.GetProperty("fans").EnumerateArray().Select(fan => fan.GetProperty("variable").GetString()));
        JsonElement step = answer.GetProperty("fans")[0].GetProperty("steps")[0];
        Assert.True(step.GetProperty("q05").GetDouble() <= step.GetProperty("q95").GetDouble());
        Assert.Equal(6, answer.GetProperty("terminal").GetArrayLength());
        JsonElement returns = answer.GetProperty("returns");
        Assert.InRange(returns.GetProperty("median").GetDouble(), returns.GetProperty("least").GetDouble(), returns.GetProperty("greatest").GetDouble());
        Assert.Equal(32, answer.GetProperty("endings").EnumerateObject().Sum(ending => ending.Value.GetInt32()));
        Assert.Equal(answer.GetRawText(), (await arm.AskAsync("simulate", question)).GetRawText());
        Assert.NotEqual(answer.GetRawText(), (await arm.AskAsync("simulate", question with { seed = 4 })).GetRawText());
    }

    [Fact]
    public async Task Rollouts_come_as_a_log_that_every_reader_reads()
    {
        await using ServedArm arm = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/worlds/arm/simulate") { Content = RunningService.Content(Encoding.UTF8.GetBytes("{\"futures\":10,\"horizon\":5,\"plan\":[\"up\",1,0,0,\"down\"],\"starts\":[[0.3,2.6],[0.5,2.6]]}"), "application/json") };
        request.Headers.Accept.ParseAdd("application/msgpack");
        using HttpResponseMessage response = await arm.Service.Client.SendAsync(request);
        Assert.Equal("application/msgpack", response.Content.Headers.ContentType!.MediaType);
        Episode[] episodes = [.. LogFile.Read(await response.Content.ReadAsStreamAsync(), "rollouts.wglog", ArmWorld.Spec)];
        Assert.Equal(10, episodes.Length);
        Assert.All(episodes, episode => Assert.Equal(new[] { 1, 1, 0, 0, 0 }.Take(episode.Count), episode.Actions));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? 0.3 : 0.5), episodes.Select(episode => Math.Round(episode.States[0], 6)));
    }

    [Fact]
    public async Task An_older_version_can_be_asked_as_well()
    {
        await using ServedArm arm = await StartAsync();
        await arm.PublishAsync(trained.Train("newer", ArmWorld.Settings with { Seed = 9 }), "b");
        Assert.Equal(2, (await arm.AskAsync("simulate", new { futures = 2, horizon = 2 })).GetProperty("version").GetInt32());
        Assert.Equal(1, (await arm.AskAsync("simulate", new { futures = 2, horizon = 2, version = 1 })).GetProperty("version").GetInt32());
        (await arm.Service.PostAsync("/v1/worlds/arm/simulate", "{\"version\":7}")).Is(404).Says("expected one of its versions, got 7");
    }

    private async Task<ServedArm> StartAsync()
    {
        ServedArm arm = await ServedArm.StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        return arm;
    }
}
