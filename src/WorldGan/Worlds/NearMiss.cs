namespace WorldGan.Worlds;

/// <summary>Finds the name that a misspelt word was probably meant to be.</summary>
internal static class NearMiss
{
    /// <summary>The hint, or where no name is close all of them, the nearest first.</summary>
    public static string HintOrNames(string word, IReadOnlyList<string> names) =>
        Hint(word, names) is { Length: > 0 } hint ? hint : $" Expected one of {string.Join(", ", names.OrderBy(name => Distance(word, name)))}.";

    /// <summary>" Did you mean '…'?" where a name is close enough, otherwise nothing.</summary>
    public static string Hint(string word, IEnumerable<string> names)
    {
        string? nearest = names
            .Select(name => (Name: name, Distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= Math.Max(1, candidate.Name.Length / 3))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
        return nearest is null ? "" : $" Did you mean '{nearest}'?";
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one word into the other; long words are never near.</summary>
    private static int Distance(string a, string b)
    {
        const int LongestWord = 64;
        if (a.Length > LongestWord || b.Length > LongestWord) return int.MaxValue;

        int[,] edits = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }

                int replaced = edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }

        return edits[a.Length, b.Length];
    }
}
