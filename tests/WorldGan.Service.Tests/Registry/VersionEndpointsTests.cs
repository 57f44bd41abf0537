using System.Text.Json;
using WorldGan.Runs;

namespace WorldGan.Service.Tests.Registry;

public class VersionEndpointsTests(TrainedArm trained) : IClassFixture<TrainedArm>
{
    [Fact]
    public async Task Versions_are_promoted_and_rolled_back_by_hand()
    {
        RunFolder other = trained.Train("second", ArmWorld.Settings with { Seed = 2 });
        await using ServedArm arm = await ServedArm.StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        await arm.PublishAsync(other, "b");
        AssertStates(arm, 2, "published", "retired", await ListAsync(arm));
        (await arm.Service.PostAsync("/v1/worlds/arm/rollback", "")).Is(200).Says("\"number\":1,\"state\":\"published\"");
        await arm.AnswersAsync(1);
        AssertStates(arm, 1, "candidate", "published", await ListAsync(arm));
        (await arm.Service.PostAsync("/v1/worlds/arm/rollback", "")).Is(409).Says("expected a version that was published before the current one, got none");
        (await arm.Service.PostAsync("/v1/worlds/arm/versions/2/promote", "")).Is(200).Says("\"number\":2,\"state\":\"published\"");
        (await arm.Service.PostAsync("/v1/worlds/arm/versions/2/promote", "")).Is(200);
        (await arm.Service.GetAsync("/v1/worlds/arm/versions/1")).Is(200).Says("\"state\":\"retired\"").Says("\"scores\":{");
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        await using ServedArm arm = await ServedArm.StartAsync();
        (await arm.Service.GetAsync("/v1/worlds/arm/versions")).Is(200).Says("{\"published\":null,\"versions\":[]}");
        (await arm.Service.GetAsync("/v1/worlds/arm/versions/1")).Is(404);
        (await arm.Service.GetAsync("/v1/worlds/arm/versions/-1")).Is(404);
        (await arm.Service.PostAsync("/v1/worlds/arm/versions/1/promote", "")).Is(404);
        (await arm.Service.PostAsync("/v1/worlds/arm/rollback", "")).Is(409);
        (await arm.Service.GetAsync("/v1/worlds/nobody/versions")).Is(404);
    }

    [Fact]
    public async Task The_published_version_answers_after_a_restart()
    {
        await using ServedArm arm = await ServedArm.StartAsync();
        await arm.PublishAsync(trained.Run, "a");
        await arm.RestartAsync();
        Assert.Equal(1, (await arm.AskAsync("act", new { states = new[] { new[] { 0.3, 2.6 } } })).GetProperty("version").GetInt32());
    }

    private static async Task<JsonElement> ListAsync(ServedArm arm) => JsonElement.Parse((await arm.Service.GetAsync("/v1/worlds/arm/versions")).Is(200).Body);

    private static void AssertStates(ServedArm arm, int published, string newest, string oldest, JsonElement list)
    {
        Assert.Equal(published, list.GetProperty("published").GetInt32());
        Assert.Equal([(2, newest), (1, oldest)], list.GetProperty("versions").EnumerateArray().Select(v => (v.GetProperty("number").GetInt32(), v.GetProperty("state").GetString()!)));
    }
}
