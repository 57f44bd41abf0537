using System.Text.RegularExpressions;

namespace WorldGan.Notebooks.Running;

/// <summary>What the compiler gets of a cell: lines that ask for our own packages are taken out, since these are here, and everything stays on its line.</summary>
/// <param name="Code">C#.</param>
/// <param name="Packages">Packages that the cell asks for.</param>
internal sealed partial record CellSource(string Code, IReadOnlyList<string> Packages)
{
    /// <summary>Packages that cells can ask for.</summary>
    public static IReadOnlyList<string> KnownPackages { get; } = ["WorldGan", "WorldGan.Simulators"];

    /// <exception cref="CellFaultException">The cell asks for what only the kernel of .NET Interactive has.</exception>
    public static CellSource Read(string source)
    {
        string[] lines = source.Split('\n');
        var packages = new List<string>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("#!", StringComparison.Ordinal)) throw new CellFaultException(i + 1, $"expected C#, got the command '{lines[i].Trim()}' of another runner.");
            if (Package().Match(lines[i]) is not { Success: true } match) continue;
            packages.Add(Known(match.Groups[1].Value, i + 1));
            lines[i] = "";
        }

        return new CellSource(string.Join('\n', lines), packages);
    }

    private static string Known(string asked, int line) => KnownPackages.FirstOrDefault(package => package.Equals(asked, StringComparison.OrdinalIgnoreCase))
        ?? throw new CellFaultException(line, $"expected one of the packages {string.Join(" and ", KnownPackages)}, got '{asked}'. Other assemblies are referenced by their file: #r \"folder/assembly.dll\".");

    [GeneratedRegex("""^\s*#r\s+"nuget:\s*([^",\s]+)\s*(?:,[^"]*)?"\s*$""")]
    private static partial Regex Package();
}

/// <summary>A cell cannot be run.</summary>
internal sealed class CellFaultException(int line, string message) : Exception(message)
{
    /// <summary>The line of the cell, from 1.</summary>
    public int Line { get; } = line;
}
