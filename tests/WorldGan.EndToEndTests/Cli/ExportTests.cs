using System.Text.Json;
using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Cli;

public class ExportTests(SmallRun small) : IClassFixture<SmallRun>
{
    [SkippableFact]
    public void An_exported_policy_takes_the_actions_that_act_takes()
    {
        Export("undisturbed", "--onnx", "--out", "robot").Succeeded();
        float[][] states = [[0.01f, -0.02f, 0.03f, 0.04f], [0.5f, 0.1f, -0.05f, -0.6f], [-0.2f, 0, 0.1f, 0.9f]];
        Dictionary<string, OnnxTensor> got = OnnxRuntime.Run(small.PathOf("robot", "policy.onnx"), ("state", OnnxTensor.Of([.. states.SelectMany(state => state)], 3, 4)));
        using CliProcess act = CliProcess.Start(small.Folder, "act", "undisturbed");
        for (int row = 0; row < states.Length; row++)
        {
            act.In.WriteLine(JsonSerializer.Serialize(new { state = states[row] }));
            act.In.Flush();
            using JsonDocument answer = JsonDocument.Parse(act.ReadLine()!);
            Assert.Equal(answer.RootElement.GetProperty("action").GetInt64(), got["action"].Wholes[row]);
            for (int a = 0; a < 2; a++) Assert.Equal(answer.RootElement.GetProperty("values")[a].GetDouble(), got["values"].Floats[row * 2 + a], 1e-3);
        }

        act.In.Close();
        act.Finish().Succeeded();
    }

    [Fact]
    public void Without_a_form_everything_is_exported_beside_the_run_and_nothing_is_replaced_unasked()
    {
        CliResult first = Export("undisturbed").Succeeded();
        foreach (string file in new[] { "world.onnx", "policy.onnx", "policy.h" })
        {
            Assert.Contains($"Wrote {Path.Combine("undisturbed", "export", file)}: ", first.Out, StringComparison.Ordinal);
            File.WriteAllText(small.PathOf("undisturbed", "export", file), "mine");
        }

        CliResult refused = Export("undisturbed");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("expected no file of this name", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(small.PathOf("undisturbed", "export", "world.onnx")));
        using JsonDocument json = JsonDocument.Parse(Export("undisturbed", "--overwrite", "--c", "--json").Succeeded().Out);
        Assert.Equal(Path.Combine("undisturbed", "export", "policy.h"), json.RootElement.GetProperty("files")[0].GetString());
        Assert.Contains("policy_cartpole_act", File.ReadAllText(small.PathOf("undisturbed", "export", "policy.h")), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(small.PathOf("undisturbed", "export", "policy.onnx")));
    }

    [Fact]
    public void The_run_of_a_world_alone_exports_its_world_and_says_why_there_is_no_policy()
    {
        small.Train("alone", "--world-only", "--set", "worldModel.adversarialSteps=5").Succeeded();
        Export("alone", "--out", "of-alone").Succeeded();
        Assert.Equal(["world.onnx"], Directory.GetFiles(small.PathOf("of-alone")).Select(Path.GetFileName));
        CliResult refused = Export("alone", "--c", "--out", "none");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("alone: expected policy.safetensors, which this run has not made yet. It is one of a world alone", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(small.PathOf("none")));
    }

    [Theory]
    [InlineData("--tflite", "--tflite")]
    [InlineData("--policy nowhere.safetensors", "nowhere.safetensors: expected the file of a policy, got no such file.")]
    public void What_does_not_exist_is_wrong_usage(string more, string message)
    {
        CliResult result = Export("undisturbed", [.. more.Split(' '), "--out", "wrong"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(small.PathOf("wrong")));
    }

    private CliResult Export(string run, params string[] more) => CliProcess.Run(small.Folder, ["export", run, .. more]);
}
