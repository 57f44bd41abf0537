namespace WorldGan.Numerics;

/// <summary>Writes a file whole or not at all: whoever opens the path sees the old file or the new one, also after a crash in between.</summary>
public static class AtomicFile
{
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(string path, byte[] content) => Write(path, stream => stream.Write(content));

    /// <summary>
    /// Writes beside the path, flushes to the disk and renames. What an earlier crash left beside the path is overwritten, since it has the
    /// same name; so a path has one writer at a time.
    /// </summary>
    /// <param name="path">The file to make or to replace; its folder must exist.</param>
    /// <param name="write">Writes the content; when it throws, the old file stays as it was.</param>
    /// <exception cref="IOException">The folder does not exist, the disk is full, or another writer is at work.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = path + ".tmp";
        FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
