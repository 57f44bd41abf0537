namespace WorldGan.Worlds;

/// <summary>Finds the name that a misspelt word was probably meant to be.</summary>
internal static class NearMiss
{
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

    /// <summary>Insertions, deletions and replacements that turn one word into the other (Levenshtein); long words are never near.</summary>
    private static int Distance(string a, string b)
    {
        const int LongestWord = 64;
        if (a.Length > LongestWord || b.Length > LongestWord) return int.MaxValue;

        Span<int> row = stackalloc int[LongestWord + 1];
        for (int j = 0; j <= b.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[b.Length];
    }
}
