using System.Text.RegularExpressions;
using TorchSharp.Interop;

namespace WorldGan.Benchmarks.Devices;

internal static partial class SmokeTests
{
    static partial void AddOfStandIn(List<(string Name, Func<string> Check)> checks, DirectoryInfo? sources)
    {
        if (sources is not null) checks.Add(("every operator has its name", () => Operators(sources)));
    }

    private static string Operators(DirectoryInfo sources)
    {
        string[] names = [.. sources.EnumerateFiles("*.cs", SearchOption.AllDirectories).SelectMany(file => Calls().Matches(File.ReadAllText(file.FullName))).Select(call => call.Groups["name"].Value).Distinct()];
        string[] missing = [.. names.Where(name => Shim.worldgan_operator($"aten::{name.Split('.')[0]}", name.Split('.').ElementAtOrDefault(1) ?? "") == 0)];
        Expect(names.Length > 100 && missing.Length == 0, $"{names.Length} names, not here: {string.Join(' ', missing)}");
        return $"{names.Length} names";
    }

    [GeneratedRegex("(Call|CallTwo|CallMany|CallScalar|Run|Change|InPlace)\\(\"(?<name>[A-Za-z0-9_.]+)\"")]
    private static partial Regex Calls();
}
