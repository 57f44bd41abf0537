using System.Security.Cryptography;
using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Cli;

/// <summary>A run that takes seconds: a recorded log and an undisturbed training on one thread, which others are compared with.</summary>
public sealed class SmallRun : IDisposable
{
    internal static readonly string[] Settings =
    [
        "--set", "stepsBetweenCheckpoints=30",
        "--set", "worldModel.members=2", "--set", "worldModel.meanWidth=32", "--set", "worldModel.noiseWidth=32", "--set", "worldModel.headWidth=16",
        "--set", "worldModel.meanSteps=250", "--set", "worldModel.headSteps=250", "--set", "worldModel.adversarialSteps=300",
        "--set", "policy.hiddenWidth=32", "--set", "policy.steps=600", "--set", "policy.replayCapacity=4000", "--set", "evaluation.episodes=5",
        "--set", "evaluation.offPolicy.fittedSteps=60", "--set", "evaluation.offPolicy.mostEpisodes=20",
    ];

    private readonly TemporaryFolder _folder = new();

    public SmallRun()
    {
        CliProcess.Run(Folder, "record", "--world", "cartpole", "--transitions", "1200", "--seed", "1", "--out", "log.wglog").Succeeded();
        Train("undisturbed", "--threads", "1").Succeeded();
    }

    internal string Folder => Path.GetDirectoryName(_folder.File("x"))!;

    /// <summary>The hashes of the two files that must not depend on how a run went.</summary>
    internal string[] Hashes(string run) =>
        [.. new[] { "world.safetensors", "policy.safetensors" }.Select(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_folder.File(Path.Combine(run, file))))))];

    internal string PathOf(params string[] parts) => _folder.File(Path.Combine(parts));

    internal CliResult Train(string run, params string[] more) => CliProcess.Run(Folder, Arguments(run, more));

    internal CliProcess Begin(string run, params string[] more) => CliProcess.Start(Folder, Arguments(run, more));

    public void Dispose() => _folder.Dispose();

    private static string[] Arguments(string run, string[] more) =>
        ["train", "--world", "cartpole", "--log", "log.wglog", "--out", run, .. Settings, .. more];
}
