using System.Globalization;
using Microsoft.Win32.SafeHandles;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Service.Ingest;

/// <summary>The folder with the segments of a world's log, numbered from 1.</summary>
/// <param name="path">The folder.</param>
/// <param name="spec">The world.</param>
internal sealed class SegmentFolder(string path, WorldSpec spec)
{
    private const string Ending = ".wglog";
    private const int ProbeBytes = 1 << 18;                        // some hundred steps of most worlds; of whoever sends more than there is room for, the next delivery tells

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

    /// <summary>Flushes a segment that was being written when the service ended: what can be read of it need not be on the disk.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Flush(string segment)
    {
        using (SafeFileHandle file = File.OpenHandle(segment, FileMode.Open, OperatingSystem.IsWindows() ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            RandomAccess.FlushToDisk(file);
        FolderFlush.Flush(path);
        FolderFlush.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Finds out whether there is room for more, by writing some of it and taking it away again.</summary>
    /// <exception cref="IOException">There is none, or the folder cannot be written.</exception>
    public void Probe()
    {
        Directory.CreateDirectory(path);
        string probe = Path.Combine(path, ".probe");
        try
        {
            using var file = new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            file.Write(new byte[ProbeBytes]);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>The pieces of a segment.</summary>
    /// <param name="segment">Its path.</param>
    /// <param name="notices">Told of what is damaged.</param>
    /// <exception cref="LogFormatException">It is of another world.</exception>
    public IEnumerable<Episode> Read(string segment, Action<LogNotice> notices) => LogFile.Read(segment, spec, notices);

    private static int NumberOf(string file) => int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
