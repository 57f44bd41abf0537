namespace WorldGan.Logs;

/// <summary>Where the bytes of a log come from.</summary>
/// <param name="Name">What messages call it; its ending tells the form.</param>
/// <param name="Open">Opens it at its start.</param>
internal sealed record LogSource(string Name, Func<Stream> Open)
{
    public static LogSource OfFile(string path) => new(path, () => LogFiles.OpenRead(path));
}
