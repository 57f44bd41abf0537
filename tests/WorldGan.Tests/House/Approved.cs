namespace WorldGan.Tests.House;

/// <summary>
/// Text that a person has approved, in *.approved.txt beside the tests. To accept what is there now:
/// WORLDGAN_APPROVE=1 dotnet test -c Release tests/WorldGan.Tests, look at the difference in git, commit.
/// </summary>
internal static class Approved
{
    /// <summary>Compares with the approved text, or approves where the variable asks for it.</summary>
    /// <param name="name">The file's path below tests/WorldGan.Tests, without its ending.</param>
    /// <param name="text">What there is now.</param>
    public static void Matches(string name, string text) => MatchesFile(name, $"tests/WorldGan.Tests/{name}.approved.txt", text);

    /// <summary>The same with a file that stands anywhere in the working tree, such as a page of documentation.</summary>
    public static void MatchesFile(string name, string file, string text)
    {
        string path = Repository.PathOf(file);
        if (Environment.GetEnvironmentVariable("WORLDGAN_APPROVE") == "1") File.WriteAllText(path, text);
        string approved = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(approved == text, Difference(name, approved.Split('\n'), text.Split('\n')));
    }

    /// <summary>The lines that are only in one of the two, each with a minus (approved) or a plus (now), in order.</summary>
    internal static string Difference(string name, string[] approved, string[] now) =>
        $"""
         {name} is not as approved (-) but (+):
         {string.Join('\n', DifferingLines(approved, now))}
         To accept: WORLDGAN_APPROVE=1 dotnet test -c Release tests/WorldGan.Tests
         """;

    private static IEnumerable<string> DifferingLines(string[] old, string[] now)
    {
        int start = 0, end = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start]) start++;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)]) end++;

        string[] oldPart = old[start..^end], newPart = now[start..^end];
        int[,] common = CommonLengths(oldPart, newPart);
        for (int i = 0, j = 0; i < oldPart.Length || j < newPart.Length;)
            if (i < oldPart.Length && j < newPart.Length && oldPart[i] == newPart[j]) (i, j) = (i + 1, j + 1);
            else if (j == newPart.Length || (i < oldPart.Length && common[i + 1, j] >= common[i, j + 1])) yield return "- " + oldPart[i++];
            else yield return "+ " + newPart[j++];
    }

    // [i, j] length of the longest common subsequence of the lines from i on and from j on.
    private static int[,] CommonLengths(string[] a, string[] b)
    {
        var lengths = new int[a.Length + 1, b.Length + 1];
        for (int i = a.Length - 1; i >= 0; i--)
            for (int j = b.Length - 1; j >= 0; j--)
                lengths[i, j] = a[i] == b[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        return lengths;
    }
}
