using System.Globalization;

namespace WorldGan.Cli.Display;

/// <summary>Numbers in sentences.</summary>
internal static class Words
{
    /// <summary>"1 episode", "2,000 episodes".</summary>
    public static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A path as part of a command that this system's shell is given.</summary>
    public static string Argument(string path) =>
        path.All(c => char.IsLetterOrDigit(c) || "_./:=@%+,-".Contains(c) || (c == '\\' && OperatingSystem.IsWindows())) ? path
        : OperatingSystem.IsWindows() ? $"\"{path}\"" : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
