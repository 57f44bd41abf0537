using System.Text;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Service.Tests;

/// <summary>A world of one angle and one speed, and episodes in it that are told apart by a number.</summary>
internal static class SmallWorld
{
    public const string Json = """{"name":"arm","state":[{"name":"angle","kind":"real"},{"name":"speed","kind":"real"}],"actions":[{"name":"left"},{"name":"right"}]}""";

    public static WorldSpec Spec { get; } = WorldSpecFile.Parse(Encoding.UTF8.GetBytes(Json), "world.json");

    /// <summary>Steps of an episode.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="from">The first step.</param>
    /// <param name="to">One more than the last.</param>
    /// <param name="flavour">Tells episodes of the same name apart.</param>
    /// <param name="ending">How the last step ends it.</param>
    public static Episode Steps(string id, int from, int to, double flavour = 0, Ending ending = Ending.None) => new()
    {
        Id = id,
        FirstStep = from,
        States = [.. Enumerable.Range(from, to - from + 1).SelectMany(t => new[] { flavour + t, t / 3.0 })],
        Actions = [.. Enumerable.Range(from, to - from).Select(t => t % 2)],
        Rewards = [.. Enumerable.Range(from, to - from).Select(t => t / 7.0)],
        Ending = ending,
    };

    /// <summary>An array of steps as JSON.</summary>
    public static string ToJson(params Episode[] pieces) => $"[{string.Join(",\n", Lines(pieces))}]";

    /// <summary>Steps as JSON lines.</summary>
    public static string[] Lines(params Episode[] pieces)
    {
        string file = Path.Combine(Path.GetTempPath(), $"worldgan-tests-{Guid.NewGuid()}.jsonl");
        LogFile.Write(file, Spec, pieces);
        string[] lines = File.ReadAllLines(file);
        File.Delete(file);
        return lines;
    }

    /// <summary>Steps as a .wglog.</summary>
    public static byte[] ToWglog(params Episode[] pieces)
    {
        var bytes = new MemoryStream();
        using (LogWriter writer = LogFile.Create(bytes, Spec))
            foreach (Episode piece in pieces) writer.Write(piece);
        return bytes.ToArray();
    }
}
