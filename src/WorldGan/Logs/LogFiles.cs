namespace WorldGan.Logs;

/// <summary>How logs are opened, so that no reader or writer can harm one.</summary>
internal static class LogFiles
{
    /// <summary>Opens a log for reading from start to end, also while it is being written.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static FileStream OpenRead(string path)
    {
        if (Directory.Exists(path)) throw new IOException($"{path}: expected a log, got a folder.");
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: expected a log, got no such file.", path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        if (stream.CanSeek) return stream;
        stream.Dispose();
        throw new IOException($"{path}: expected a file, which can be read more than once, got a pipe.");
    }

    /// <summary>Opens a new log for writing.</summary>
    /// <exception cref="IOException">The file is already there.</exception>
    public static FileStream OpenNew(string path)
    {
        ExpectNone(path);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Opens a log for writing behind its end.</summary>
    public static FileStream OpenAppend(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    /// <summary>Opens the file that is to become a log when it is complete, and makes the folder for it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static FileStream OpenPart(string path, string part)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(part))!);
            return new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: expected a place that can be written, got: {e.Message}", e);
        }
    }

    /// <exception cref="IOException">The file is already there.</exception>
    public static void ExpectNone(string path, string remedy = "")
    {
        if (File.Exists(path)) throw new IOException($"{path}: expected no file of this name, got one that is already there. It was not changed.{remedy}");
    }
}
