using System.Text.RegularExpressions;
using TorchSharp.Interop;
using WorldGan.Tests.House;

namespace WorldGan.Torch.Tests.StandIn;

public partial class OperatorNamesTests
{
    /// <summary>Names are looked up when they are first called: here all of them are, so that a libtorch which lacks one is told by its name.</summary>
    [LibtorchFact]
    public void Every_operator_that_the_stand_in_names_is_in_this_libtorch()
    {
        string[] names = [.. Directory.EnumerateFiles(Repository.PathOf("src/standins/TorchSharp"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Calls().Matches(File.ReadAllText(file))).Select(call => call.Groups["name"].Value).Distinct()];

        Assert.InRange(names.Length, 150, 500);
        Assert.All(names, name => Assert.True(Exists(name), name));
    }

    private static bool Exists(string name)
    {
        string[] parts = name.Split('.');
        return Shim.worldgan_operator($"aten::{parts[0]}", parts.Length > 1 ? parts[1] : "") != 0;
    }

    [GeneratedRegex("(Call|CallTwo|CallMany|CallScalar|Run|Change|InPlace)\\(\"(?<name>[A-Za-z0-9_.]+)\"")]
    private static partial Regex Calls();
}
