using System.Net.Http.Json;
using System.Text.Json;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>The world 'cartpole' of a service, and what one asks of it.</summary>
internal static class ServedCartPole
{
    /// <summary>Where it is.</summary>
    public const string Address = "/v1/worlds/cartpole";

    /// <summary>Settings of trainings that take a moment.</summary>
    public const string Quick = """
        {
          "worldModel": { "members": 1, "meanWidth": 8, "noiseWidth": 8, "headWidth": 8, "meanSteps": 20, "headSteps": 20, "adversarialSteps": 20 },
          "policy": { "hiddenWidth": 8, "steps": 20 },
          "evaluation": { "episodes": 2, "offPolicy": { "fittedSteps": 20, "fittedNetworks": 2, "mostEpisodes": 4 } }
        }
        """;

    /// <summary>Adds it to the data of a service that is to start.</summary>
    /// <param name="folder">The working folder of the service.</param>
    /// <param name="trainings">Their settings.</param>
    /// <returns>The folder of the world.</returns>
    public static string Add(string folder, string trainings = Quick)
    {
        string world = Path.Combine(folder, "data", "worlds", "cartpole");
        Directory.CreateDirectory(world);
        WorldSpecFile.Write(Path.Combine(world, "world.json"), new CartPole().Spec);
        File.WriteAllText(Path.Combine(world, "run.json"), trainings);
        return world;
    }

    /// <summary>Begins a job; as the answer says it.</summary>
    public static async Task<JsonElement> BeginJobAsync(HttpClient client)
    {
        using HttpResponseMessage answer = await client.PostAsync($"{Address}/jobs", null);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonElement.Parse(body).GetProperty("job");
    }

    /// <summary>Asks what to do; null where nobody knows yet.</summary>
    public static async Task<JsonElement?> ActAsync(HttpClient client)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync($"{Address}/act", new { states = new[] { new[] { 0.01, 0, 0.02, 0 } } });
        if (answer.StatusCode == System.Net.HttpStatusCode.Conflict) return null;
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonElement.Parse(body);
    }
}
