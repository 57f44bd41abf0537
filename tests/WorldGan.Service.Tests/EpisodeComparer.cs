using WorldGan.Logs;

namespace WorldGan.Service.Tests;

/// <summary>Episodes are equal when all their values are.</summary>
internal sealed class EpisodeComparer : IEqualityComparer<Episode>
{
    public static EpisodeComparer Instance { get; } = new();

    public bool Equals(Episode? a, Episode? b) => a is not null && b is not null && HashOf(a) == HashOf(b);

    public int GetHashCode(Episode episode) => episode.Id.GetHashCode(StringComparison.Ordinal);

    private static string HashOf(Episode episode)
    {
        using var hash = new LogHash();
        hash.Add(episode);
        return hash.ToString();
    }
}
