using WorldGan.Tests;

namespace WorldGan.Service.Tests;

public class WorldCatalogueTests
{
    [Fact]
    public async Task A_world_that_is_added_twice_is_there_once()
    {
        await using RunningService service = await RunningService.StartAsync();
        string leg = SmallWorld.Json.Replace("\"arm\"", "\"leg\"");
        (await service.PutAsync("/v1/worlds/leg", leg)).Is(201).Says("\"acceptedSteps\":0");
        (await service.PutAsync("/v1/worlds/leg", " " + leg)).Is(200);
        (await service.PutAsync("/v1/worlds/leg", leg.Replace("speed", "force"))).Is(409);
        Assert.Equal(leg, File.ReadAllText(Path.Combine(service.Data, "worlds", "leg", "world.json")));
        Assert.True(Directory.Exists(Path.Combine(service.Data, "worlds", "leg", "inbox")) && Directory.Exists(Path.Combine(service.Data, "worlds", "arm", "inbox")));
    }

    [Fact]
    public async Task A_folder_that_was_put_there_meanwhile_with_another_world_is_left_alone()
    {
        await using RunningService service = await RunningService.StartAsync();
        string leg = SmallWorld.Json.Replace("\"arm\"", "\"leg\""), file = Path.Combine(service.Data, "worlds", "leg", "world.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, leg.Replace("speed", "force"));
        (await service.PutAsync("/v1/worlds/leg", leg)).Is(409).Says("another world that is not served yet");
        Assert.Equal(leg.Replace("speed", "force"), File.ReadAllText(file));
        (await service.PutAsync("/v1/worlds/leg", leg.Replace("speed", "force"))).Is(201);
    }

    [Theory]
    [InlineData("leg", "{", 400, "world.json(1,2)")]
    [InlineData("leg", "", 400, "world.json(1,1)")]
    [InlineData("leg", """{"name":"arm"}""", 400, "state: this key is missing.")]
    [InlineData("leg", SmallWorld.Json, 400, "as in the address")]
    [InlineData("Leg", SmallWorld.Json, 404, "Expected the name of a world")]
    [InlineData("..%2fleg", SmallWorld.Json, 404, "Expected the name of a world")]
    public async Task A_world_that_is_wrong_leaves_no_trace(string name, string json, int status, string detail)
    {
        await using RunningService service = await RunningService.StartAsync();
        (await service.PutAsync($"/v1/worlds/{name}", json)).Is(status).Says(detail);
        Assert.Equal(["arm"], Directory.GetDirectories(Path.Combine(service.Data, "worlds")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_is_wrong_in_the_data_folder_stops_the_start_and_all_of_it_is_told()
    {
        using var folder = new TemporaryFolder();
        string data = folder.File("data");
        foreach ((string name, string json) in new[] { ("bad", "{"), ("Upper", SmallWorld.Json), ("other", SmallWorld.Json) })
        {
            Directory.CreateDirectory(Path.Combine(data, "worlds", name));
            File.WriteAllText(Path.Combine(data, "worlds", name, "world.json"), json);
        }

        File.WriteAllText(Path.Combine(data, "keys.json"), """{"keys":[{"name":"x","role":"king","sha256":"0"}]}""");
        var e = await Assert.ThrowsAsync<InvalidDataException>(() => RunningService.StartAsync(data));
        Assert.Equal(5, e.Message.Split('\n').Length);
        foreach (string part in new[] { "keys[0].role: expected read, ingest or operate.", "keys[0].sha256", "bad", "Upper", "expected 'other'" }) Assert.Contains(part, e.Message);
    }

    [Fact]
    public async Task A_data_folder_has_one_service()
    {
        await using RunningService service = await RunningService.StartAsync();
        Assert.Contains("no other service", (await Assert.ThrowsAsync<InvalidDataException>(() => RunningService.StartAsync(service.Data))).Message);
    }
}
