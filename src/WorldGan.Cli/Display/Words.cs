using System.Globalization;

namespace WorldGan.Cli.Display;

/// <summary>Numbers in sentences.</summary>
internal static class Words
{
    /// <summary>"1 episode", "2,000 episodes".</summary>
    public static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
