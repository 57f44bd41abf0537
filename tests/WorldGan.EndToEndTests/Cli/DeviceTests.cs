using WorldGan.Torch;

namespace WorldGan.EndToEndTests.Cli;

/// <summary>Training on another device than the CPU engine's.</summary>
public class DeviceTests(SmallRun small) : IClassFixture<SmallRun>
{
    [SkippableFact]
    public void A_world_and_a_policy_of_libtorch_are_like_any_other()
    {
        Skip.If(TorchEngine.WhyNot(TorchEngine.Cpu) is not null, TorchEngine.WhyNot(TorchEngine.Cpu));
        small.Train("torch", "--device", "torch-cpu", "--threads", "1").Succeeded();
        Assert.Contains("\"device\": \"torch-cpu\"", File.ReadAllText(small.PathOf("torch", "run.json")), StringComparison.Ordinal);
        CliProcess.Run(small.Folder, "evaluate", "torch", "--json").Succeeded();
        CliProcess.Run(small.Folder, "imagine", "torch", "--out", "imagined.csv").Succeeded();
        CliProcess.Run(small.Folder, "train", "--policy-only", "torch", "--device", "cpu", "--set", "policy.steps=100").Succeeded();
        Assert.DoesNotContain("device", File.ReadAllText(small.PathOf("torch", "run.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_device_is_not_written_down() =>
        Assert.DoesNotContain("device", File.ReadAllText(small.PathOf("undisturbed", "run.json")), StringComparison.Ordinal);

    [SkippableFact]
    public void What_a_device_cannot_learn_is_refused_before_there_is_a_run()
    {
        Skip.If(TorchEngine.WhyNot(TorchEngine.Cpu) is not null, TorchEngine.WhyNot(TorchEngine.Cpu));
        CliResult refused = small.Train("refused", "--device", "torch-cpu", "--value", "c51");
        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("error: --device torch-cpu: expected policy.value double-q or qr-dqn, got c51.", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(small.PathOf("refused")));
    }

    [SkippableFact]
    public void A_device_that_is_not_there_is_one_line_that_says_how_to_get_it()
    {
        Skip.If(TorchEngine.WhyNot(TorchEngine.Cuda) is null, "There is a CUDA device.");
        CliResult missing = small.Train("missing", "--device", "cuda");
        Assert.Equal(1, missing.ExitCode);
        Assert.Equal($"error: --device cuda: {TorchEngine.WhyNot(TorchEngine.Cuda)}\n", missing.Error);
    }
}
