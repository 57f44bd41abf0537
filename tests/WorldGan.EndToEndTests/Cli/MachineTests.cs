using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Cli;

/// <summary>The same bytes whatever vectors the machine has. The runtime can be told to do without some; the run is tiny, for without any it is slow.</summary>
public sealed class MachineTests : IDisposable
{
    private static readonly string[] Settings =
    [
        "--set", "worldModel.members=1", "--set", "worldModel.meanWidth=24", "--set", "worldModel.noiseWidth=24", "--set", "worldModel.headWidth=8", "--set", "worldModel.batchSize=32",
        "--set", "worldModel.meanSteps=30", "--set", "worldModel.headSteps=30", "--set", "worldModel.adversarialSteps=30",
        "--set", "policy.members=1", "--set", "policy.hiddenWidth=24", "--set", "policy.batchSize=32", "--set", "policy.steps=60", "--set", "evaluation.episodes=1",
    ];

    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.GetDirectoryName(_folder.File("x"))!;

    [SkippableTheory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Worlds_policies_and_rollouts_have_the_same_bytes_without(string instructions)
    {
        Skip.IfNot(Avx2.IsSupported, "This machine has no AVX2 that could be switched off.");
        CliProcess.Run(Folder, "record", "--world", "slippery-cartpole", "--transitions", "400", "--out", "log.wglog").Succeeded();
        Assert.Equal(Hashes("with"), Hashes("without", (instructions, "0")));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Hashes(string run, params (string Name, string Value)[] variables)
    {
        CliProcess.RunWith(variables, Folder, ["train", "--world", "slippery-cartpole", "--log", "log.wglog", "--out", run, .. Settings]).Succeeded();
        CliProcess.RunWith(variables, Folder, "imagine", run, "--rows", "10", "--horizon", "20", "--start", "logged", "--out", $"{run}.csv").Succeeded();
        string[] files = [Path.Combine(run, "world.safetensors"), Path.Combine(run, "policy.safetensors"), $"{run}.csv"];
        return [.. files.Select(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_folder.File(file)))))];
    }
}
