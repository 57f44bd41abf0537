using System.Xml.Linq;

namespace WorldGan.Tests.House;

/// <summary>The working tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of WorldGan.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All project files under src and tests.</summary>
    public static IReadOnlyList<string> Projects => [.. new[] { "src", "tests" }.SelectMany(folder => Files(folder, "*.csproj"))];

    /// <summary>The path of a file, given relative to the root with forward slashes.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The text of a file.</summary>
    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>A project or props file.</summary>
    public static XDocument ReadXml(string relative) => XDocument.Load(PathOf(relative));

    /// <summary>Files that match below a folder, relative to the root, without build outputs and installed packages.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "WorldGan.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"Expected WorldGan.sln above {AppContext.BaseDirectory}, found none.");
    }
}
