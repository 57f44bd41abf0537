namespace WorldGan.Logs;

/// <summary>How logs are opened, so that no reader or writer can harm one.</summary>
internal static class LogFiles
{
    /// <summary>Opens a log for reading from start to end, also while it is being written.</summary>
    public static FileStream OpenRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);

    /// <summary>Opens a new log for writing.</summary>
    /// <exception cref="IOException">The file is already there.</exception>
    public static FileStream OpenNew(string path)
    {
        ExpectNone(path);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Opens a log for writing behind its end.</summary>
    public static FileStream OpenAppend(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    /// <exception cref="IOException">The file is already there.</exception>
    public static void ExpectNone(string path)
    {
        if (File.Exists(path)) throw new IOException($"{path}: expected no file of this name, got one that is already there. It was not changed.");
    }
}
