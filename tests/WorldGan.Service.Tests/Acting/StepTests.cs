using System.Text;
using System.Text.Json;
using WorldGan.Logs;

namespace WorldGan.Service.Tests.Acting;

public class StepTests(TrainedArm trained) : IClassFixture<TrainedArm>
{
    private static readonly int[] Plan = [1, 1, 0, 0, 1, 0];

    /// <summary>The rollouts of a simulation, one step after the other.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Steps_one_by_one_are_those_of_a_simulation(int history)
    {
        await using ServedArm arm = await ServedArm.StartAsync(history: history);
        await arm.PublishAsync(history == 1 ? trained.Run : trained.Train("long", ArmWorld.Settings, history), "a");
        Episode[] episodes = await SimulateAsync(arm, 8);
        double[][] states = Rows((await arm.AskAsync("reset", new { seed = 5, trajectories = Enumerable.Range(0, 8) })).GetProperty("states"));
        Assert.Equal(2 * history + (history - 1), states[0].Length);
        int[] alive = [.. Enumerable.Range(0, 8)];
        for (int t = 0; t < Plan.Length && alive.Length > 0; t++)
        {
            JsonElement answer = await arm.AskAsync("step", new { seed = 5, trajectories = alive, steps = alive.Select(_ => t), actions = alive.Select(_ => Plan[t]), states = alive.Select(i => states[i]) });
            string[] endings = [.. answer.GetProperty("endings").EnumerateArray().Select(ending => ending.GetString()!)];
            double[][] next = Rows(answer.GetProperty("states"));
            for (int k = 0; k < alive.Length; k++)
            {
                Episode episode = episodes[alive[k]];
                Assert.Equal(episode.States[(2 * t)..(2 * t + 2)], states[alive[k]][..2]);
                Assert.Equal(episode.States[(2 * t + 2)..(2 * t + 4)], next[k][..2]);
                Assert.Equal((float)episode.Rewards[t], answer.GetProperty("rewards")[k].GetSingle());
                Assert.Equal(t + 1 == episode.Count && episode.Count < Plan.Length, endings[k] != "none");
                states[alive[k]] = next[k];
            }

            alive = [.. alive.Where((_, k) => endings[k] == "none")];
        }
    }

    [Fact]
    public async Task The_last_step_before_the_step_limit_is_cut()
    {
        await using ServedArm arm = await StartAsync();
        JsonElement answer = await arm.AskAsync("step", new { states = new[] { new[] { 0.3, 2.6 }, [0.3, 2.6] }, actions = new[] { 0, 0 }, steps = new[] { 28, 29 } });
        Assert.NotEqual("time-limit", answer.GetProperty("endings")[0].GetString());
        Assert.True(answer.GetProperty("endings")[1].GetString() is "time-limit" or "terminal" or "left-support");
        Assert.Equal(30, ArmWorld.Spec.StepLimit);
    }

    [Fact]
    public async Task The_answer_hangs_on_the_seed_the_trajectory_and_the_step_and_on_no_other_row()
    {
        await using ServedArm arm = await StartAsync();
        var one = new { states = new[] { new[] { 0.3, 2.6 } }, actions = new[] { 1 }, seed = 1, trajectories = new[] { 4 }, steps = new[] { 2 } };
        string state = State(await arm.AskAsync("step", one), 0);
        Assert.Equal(state, State(await arm.AskAsync("step", new { states = new[] { new[] { 0.1, 2.6 }, [0.3, 2.6] }, actions = new object[] { 0, "up" }, seed = 1, trajectories = new[] { 9, 4 }, steps = new[] { 0, 2 } }), 1));
        Assert.NotEqual(state, State(await arm.AskAsync("step", one with { seed = 2 }), 0));
        Assert.NotEqual(state, State(await arm.AskAsync("step", one with { trajectories = [5] }), 0));
        Assert.NotEqual(state, State(await arm.AskAsync("step", one with { steps = [3] }), 0));

        static string State(JsonElement answer, int row) => answer.GetProperty("states")[row].GetRawText();
    }

    [Theory]
    [InlineData("step", "", 400, "an object with any of states, actions")]
    [InlineData("step", "{}", 400, "states: expected a list of states, got none.")]
    [InlineData("step", "{\"states\":[[0.3,2.6]]}", 400, "actions: expected 1, one for each state, got 0.")]
    [InlineData("step", "{\"states\":[[0.3]],\"actions\":[0]}", 400, "states[0]: Expected 2 numbers (height, turn), got 1.")]
    [InlineData("step", "{\"states\":[null],\"actions\":[0]}", 400, "states[0]: Expected 2 numbers")]
    [InlineData("step", "{\"states\":[[0.3,2.6]],\"actions\":[2]}", 400, "actions[0]: expected one of down, up, or a number from 0 to 1, got 2.")]
    [InlineData("step", "{\"states\":[[0.3,2.6]],\"actions\":[0],\"steps\":[-1]}", 400, "steps[0]: expected a whole number from 0 to 4294967294, got -1.")]
    [InlineData("step", "{\"states\":[[0.3,2.6]],\"actions\":[0],\"trajectories\":[1,2]}", 400, "trajectories: expected 1, one for each state, got 2.")]
    [InlineData("step", "{\"states\":[[0.3,2.6]],\"actions\":[0],\"seed\":-1}", 400, "seed: expected a whole number from 0")]
    [InlineData("step", "{\"states\":[[0.3,2.6]],\"actions\":[0],\"version\":7}", 404, "expected one of its versions, got 7")]
    [InlineData("reset", "{\"trajectories\":[4294967295]}", 400, "trajectories[0]: expected a whole number")]
    [InlineData("reset", "{\"trajectories\":3}", 400, "expected a value that fits 'trajectories'")]
    public async Task A_question_for_steps_that_is_none_is_told_where(string path, string body, int status, string says)
    {
        await using ServedArm arm = await StartAsync();
        (await arm.Service.PostAsync($"/v1/worlds/arm/{path}", body)).Is(status).Says(says);
    }

    [Fact]
    public async Task More_rows_than_fit_are_refused()
    {
        await using ServedArm arm = await ServedArm.StartAsync(settings: "WorldGan:Acting:MostFutureNumbers=1000");
        await arm.PublishAsync(trained.Run, "a");
        (await arm.Service.PostAsync("/v1/worlds/arm/reset", $"{{\"trajectories\":[{string.Join(',', Enumerable.Range(0, 501))}]}}")).Is(413).Says("Expected at most 1000 numbers, states · 2, got 1002.");
        (await arm.Service.PostAsync("/v1/worlds/arm/reset", $"{{\"trajectories\":[{string.Join(',', Enumerable.Range(0, 500))}]}}")).Is(200);
    }

    private async Task<ServedArm> StartAsync()
    {
        ServedArm arm = await ServedArm.StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        return arm;
    }

    private static async Task<Episode[]> SimulateAsync(ServedArm arm, int futures)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/worlds/arm/simulate") { Content = RunningService.Content(Encoding.UTF8.GetBytes($"{{\"futures\":{futures},\"seed\":5,\"plan\":[{string.Join(',', Plan)}]}}"), "application/json") };
        request.Headers.Accept.ParseAdd("application/msgpack");
        using HttpResponseMessage response = await arm.Service.Client.SendAsync(request);
        return [.. LogFile.Read(await response.Content.ReadAsStreamAsync(), "rollouts.wglog", ArmWorld.Spec).OrderBy(episode => int.Parse(episode.Id, null))];
    }

    private static double[][] Rows(JsonElement states) => [.. states.EnumerateArray().Select(state => state.EnumerateArray().Select(number => (double)number.GetSingle()).ToArray())];
}
