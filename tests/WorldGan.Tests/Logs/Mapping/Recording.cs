using System.Text;
using WorldGan.Logs;
using WorldGan.Tests.Logs.Mcap;
using WorldGan.Worlds;

namespace WorldGan.Tests.Logs.Mapping;

/// <summary>A recording in JSON that a test says message by message, read as a log with one step a second.</summary>
internal sealed class Recording
{
    public static readonly WorldSpec World = new() { Name = "line", State = [new StateVariable("x")], Actions = [new ActionSpec("left"), new ActionSpec("right")] };

    private readonly McapWriter _file = new();
    private readonly Dictionary<string, ushort> _channels = [];

    public Recording Add(string topic, double seconds, string value, double? published = null)
    {
        if (!_channels.TryGetValue(topic, out ushort channel)) _channels[topic] = channel = _file.Channel(topic);
        _file.Json(channel, seconds, $"{{\"v\":{value}}}", published);
        return this;
    }

    /// <summary>States that are their time, each second from one time to another.</summary>
    public Recording States(int from, int to)
    {
        for (int second = from; second <= to; second++) Add("/x", second, $"{second}");
        return this;
    }

    public byte[] Whole() => _file.Whole();

    /// <summary>Reads it.</summary>
    /// <param name="more">Keys of the mapping beyond state and action.</param>
    /// <param name="files">Further recordings that follow.</param>
    /// <param name="actionMaxAge">For how many seconds an action holds.</param>
    /// <param name="notices">Receives what is told.</param>
    public (string[] Episodes, string[] Dropped) Read(string more = "", Recording[]? files = null, double? actionMaxAge = null, List<LogNotice>? notices = null)
    {
        using var folder = new TemporaryFolder();
        int number = 0;
        foreach (Recording recording in (files ?? []).Prepend(this)) File.WriteAllBytes(folder.File($"bag_{number++}.mcap"), recording.Whole());
        string age = actionMaxAge is { } seconds ? $", \"maxAge\": {seconds}" : "";
        string mapping = $$"""{ "rate": 1, "maxAge": 1.5, "state": [{ "name": "x", "field": "/x.v" }], "action": { "field": "/a.v"{{age}} }{{(more.Length > 0 ? $", {more}" : "")}} }""";
        var report = new ImportReport();
        string[] episodes = [.. LogImport.Read(folder.File(files is null ? "bag_0.mcap" : ""), World, LogMapping.Parse(Encoding.UTF8.GetBytes(mapping), "map.json", World), report, notice => notices?.Add(notice)).Select(Show)];
        return (episodes, [.. report.Dropped.Select(count => $"{count.Count} {count.What}")]);
    }

    /// <summary>"0+2: 5 -left-> 6 -right(1)-> 7 Terminal": episode, first step, states, actions, rewards, ending.</summary>
    private static string Show(Episode episode)
    {
        var text = new StringBuilder($"{episode.Id}+{episode.FirstStep}: {episode.States[0]:0.##}");
        for (int t = 0; t < episode.Count; t++)
            text.Append(null, $" -{World.Actions[episode.Actions[t]].Name}{(episode.HasRewards ? $"({episode.Rewards[t]:0.##})" : "")}-> {episode.States[t + 1]:0.##}");
        return $"{text} {episode.Ending}";
    }
}
