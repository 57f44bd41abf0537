using System.Text.Json;
using WorldGan.Runs;
using WorldGan.Service.Tests.Training;

namespace WorldGan.Service.Tests.Gate;

/// <summary>A version that is worse than the one that answers, from its job to its promotion, over HTTP.</summary>
public class CandidateTests(TrainedArm trained) : IClassFixture<TrainedArm>
{
    [Fact]
    public async Task A_worse_policy_waits_as_a_candidate_until_somebody_promotes_it_and_can_be_rolled_back()
    {
        RunFolder good = trained.Train("good", ArmWorld.Settings with { Policy = ArmWorld.Settings.Policy with { Steps = 2_000 } });
        await using ServedArm arm = await ServedArm.StartAsync();
        await arm.PublishAsync(good, "good");
        await JobEndpointsTests.SendAsync(arm, 12);
        JsonElement job = JsonElement.Parse((await arm.Service.PostAsync("/v1/worlds/arm/jobs", "")).Is(202).Body).GetProperty("job");
        await arm.Service.Client.GetStringAsync($"/v1/worlds/arm/jobs/{job.GetProperty("id").GetString()}/events");       // ends with the job
        JsonElement list = JsonElement.Parse((await arm.Service.GetAsync("/v1/worlds/arm/versions")).Is(200).Body);
        Assert.Equal([("candidate", 2), ("published", 1)], list.GetProperty("versions").EnumerateArray().Select(version => (version.GetProperty("state").GetString()!, version.GetProperty("number").GetInt32())));
        JsonElement verdict = list.GetProperty("versions")[0].GetProperty("verdict");
        Assert.Equal(("wait", 1), (verdict.GetProperty("answer").GetString(), verdict.GetProperty("against").GetInt32()));
        Assert.True(verdict.GetProperty("difference").GetDouble() < 0 && verdict.GetProperty("confidence").GetDouble() < 0.5, verdict.GetRawText());
        Assert.Equal(1, await AnsweredByAsync(arm));

        (await arm.Service.PostAsync("/v1/worlds/arm/versions/2/promote", "")).Is(200).Says("\"number\":2,\"state\":\"published\"");
        await arm.AnswersAsync(2);
        Assert.Equal(2, await AnsweredByAsync(arm));
        (await arm.Service.PostAsync("/v1/worlds/arm/rollback", "")).Is(200).Says("\"number\":1,\"state\":\"published\"");
        await arm.AnswersAsync(1);
        Assert.Equal(1, await AnsweredByAsync(arm));
    }

    private static async Task<int> AnsweredByAsync(ServedArm arm) => (await arm.AskAsync("act", new { states = new[] { new[] { 0.3, 2.6 } } })).GetProperty("version").GetInt32();
}
