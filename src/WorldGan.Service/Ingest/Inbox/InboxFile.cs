namespace WorldGan.Service.Ingest.Inbox;

/// <summary>A file in an inbox as it was when it was looked at.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Written">When it was last written to.</param>
internal readonly record struct InboxFile(string Path, long Length, DateTime Written)
{
    /// <summary>Files that a writer marks as not complete yet, and those of the operating system.</summary>
    private static readonly string[] Unfinished = [".tmp", ".part", ".partial", ".swp"];

    /// <summary>Its name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Its ending in lower case, with its dot.</summary>
    public string Ending => System.IO.Path.GetExtension(Path).ToLowerInvariant();

    /// <summary>The files of a folder, by name; no hidden ones, no links, which may lead anywhere, and none that is marked as unfinished.</summary>
    public static IReadOnlyList<InboxFile> In(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        return [.. new DirectoryInfo(folder).GetFiles().Where(IsMeant).OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => new InboxFile(file.FullName, file.Length, file.LastWriteTimeUtc))];
    }

    private static bool IsMeant(FileInfo file) =>
        file.LinkTarget is null && !file.Name.StartsWith('.') && !Unfinished.Contains(file.Extension, StringComparer.OrdinalIgnoreCase);
}
