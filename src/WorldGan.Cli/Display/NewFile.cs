namespace WorldGan.Cli.Display;

/// <summary>A file that a verb is to write, which takes the place of another only where it is told to.</summary>
/// <param name="Path">Its path.</param>
internal sealed record NewFile(string Path)
{
    /// <summary>Checks the place before any work is done for it.</summary>
    /// <exception cref="IOException">There is a file of this name, and nobody said that it may be replaced.</exception>
    public static NewFile? At(string? path, bool overwrite)
    {
        if (path is null) return null;
        if (File.Exists(path) && !overwrite) throw new IOException($"{path}: expected no file of this name, got one that is already there. It was not changed; --overwrite replaces it.");
        return new NewFile(path);
    }

    /// <summary>Writes it, and the folder for it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string text) => Write(path => File.WriteAllText(path, text));

    /// <inheritdoc cref="Write(string)"/>
    public void Write(Action<string> write)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
            write(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{Path}: expected a place that can be written, got: {e.Message}", e);
        }
    }
}
