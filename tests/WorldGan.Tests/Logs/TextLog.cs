using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Tests.Logs;

/// <summary>Reads a log that a test gives as text.</summary>
internal static class TextLog
{
    public static (Episode[] Episodes, string[] Notices) Read(string name, string text, WorldSpec spec)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(name), text);
        var notices = new List<string>();
        Episode[] episodes = [.. LogFile.Read(folder.File(name), spec, n => notices.Add(Path.GetFileName(n.ToString())))];
        return (episodes, [.. notices]);
    }

    /// <summary>The message of the fault that reading ends in, without the folder.</summary>
    public static string Fault(string name, string text, WorldSpec spec) =>
        Path.GetFileName(Assert.Throws<LogFormatException>(() => Read(name, text, spec)).Message);
}
