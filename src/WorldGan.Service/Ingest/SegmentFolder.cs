using System.Globalization;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Service.Ingest;

/// <summary>The folder with the segments of a world's log, numbered from 1.</summary>
/// <param name="path">The folder.</param>
/// <param name="spec">The world.</param>
internal sealed class SegmentFolder(string path, WorldSpec spec)
{
    private const string Ending = ".wglog";

    /// <summary>Paths of all segments in order.</summary>
    public string[] Paths => Directory.Exists(path) ? [.. Directory.GetFiles(path, "*" + Ending).Where(file => NumberOf(file) > 0).OrderBy(NumberOf)] : [];

    /// <summary>Begins the segment behind the last one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public Segment Begin()
    {
        Directory.CreateDirectory(path);
        int last = Paths is [.., var file] ? NumberOf(file) : 0;
        Segment segment = Segment.Create(Path.Combine(path, (last + 1).ToString("D8", CultureInfo.InvariantCulture) + Ending), spec);
        FolderFlush.Flush(path);                                   // a file that is flushed is lost all the same where its name is not
        FolderFlush.Flush(Path.GetDirectoryName(path)!);
        return segment;
    }

    /// <summary>The pieces of a segment.</summary>
    /// <param name="segment">Its path.</param>
    /// <param name="notices">Told of what is damaged.</param>
    /// <exception cref="LogFormatException">It is of another world.</exception>
    public IEnumerable<Episode> Read(string segment, Action<LogNotice> notices) => LogFile.Read(segment, spec, notices);

    private static int NumberOf(string file) => int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
