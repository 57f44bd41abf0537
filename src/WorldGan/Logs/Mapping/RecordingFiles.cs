using System.Globalization;
using System.Text.RegularExpressions;

namespace WorldGan.Logs.Mapping;

/// <summary>The files of a recording: one, or those of a folder as rosbag2 writes it, in the order of the numbers in their names.</summary>
internal static partial class RecordingFiles
{
    /// <exception cref="IOException">The folder has no MCAP files.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        if (!Directory.Exists(path)) return [path];
        string[] files = [.. Directory.GetFiles(path, "*.mcap").OrderBy(file => Digits().Replace(Path.GetFileName(file), PadLeft), StringComparer.Ordinal)];
        if (files.Length > 0) return files;
        string others = Directory.GetFiles(path, "*.db3").Length > 0 ? "SQLite files; 'ros2 bag convert' makes a recording in MCAP of them (storage_id: mcap)"
            : Directory.GetFiles(path, "*.mcap.*").Length > 0 ? "files that were compressed as a whole; unpack them first, as with 'zstd -d'"
            : "none";
        throw new IOException($"{path}: expected a folder with .mcap files, got {others}.");
    }

    private static string PadLeft(Match digits) => digits.Value.PadLeft(20, '0').ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
