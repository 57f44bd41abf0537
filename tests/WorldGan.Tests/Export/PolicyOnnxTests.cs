using WorldGan.Datasets;
using WorldGan.Export;
using WorldGan.Policies;
using WorldGan.Policies.Cloning;
using WorldGan.Worlds;

namespace WorldGan.Tests.Export;

public sealed class PolicyOnnxTests : IDisposable
{
    private const int Rows = 300;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(ExportedPolicies.Kinds), MemberType = typeof(ExportedPolicies))]
    public void An_exported_policy_values_and_acts_as_ours_does(ValueKind value, NetworkKind network, bool filters, int history)
    {
        foreach (string world in new[] { "everything", "counted" })
            for (ulong seed = 0; seed < 3; seed++)
            {
                TransitionSet data = ExportedWorlds.Record(world, history);
                QPolicy policy = ExportedPolicies.Random(data, value, network, filters, seed);
                float[] states = ExportedPolicies.States(data, Rows, seed);
                PolicyOnnx.Write(_folder.File("policy.onnx"), policy, ExportedWorlds.Provenance);
                Dictionary<string, OnnxTensor> got = OnnxRuntime.Run(_folder.File("policy.onnx"), ("state", OnnxTensor.Of(states, Rows, data.Width)));
                PolicyAssert.Same(policy, states, got["values"].Floats, [.. got["action"].Wholes.Select(action => (int)action)]);
            }
    }

    [SkippableFact]
    public void An_exported_clone_tells_probabilities_and_the_most_probable_action()
    {
        TransitionSet data = ExportedWorlds.Record("everything", 1);
        ClonedPolicy clone = ExportedPolicies.Clone(data, seed: 1);
        float[] states = ExportedPolicies.States(data, Rows, seed: 2);
        PolicyOnnx.Write(_folder.File("clone.onnx"), clone, ExportedWorlds.Provenance);
        Dictionary<string, OnnxTensor> got = OnnxRuntime.Run(_folder.File("clone.onnx"), ("state", OnnxTensor.Of(states, Rows, data.Width)));
        double[] expected = clone.Probabilities(states, Rows);
        float[] probabilities = got["probabilities"].Floats;
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], probabilities[i], 1e-5);
        int[] actions = new int[Rows];
        clone.Greedy.Act(new RowKey[Rows], states, actions);
        for (int row = 0; row < Rows; row++)
            if (Math.Abs(expected[2 * row] - expected[2 * row + 1]) > 1e-5) Assert.Equal(actions[row], got["action"].Wholes[row]);
    }

    [Fact]
    public void Equal_policies_and_worlds_give_equal_bytes()
    {
        TransitionSet data = ExportedWorlds.Record("everything", 2);
        QPolicy policy = ExportedPolicies.Random(data, ValueKind.C51, NetworkKind.Dueling, filters: true, seed: 1);
        for (int i = 0; i < 2; i++)
        {
            PolicyOnnx.Write(_folder.File($"{i}.onnx"), policy, ExportedWorlds.Provenance);
            PolicyHeader.Write(_folder.File($"{i}.h"), policy, ExportedWorlds.Provenance);
            WorldOnnx.Write(_folder.File($"{i}.world.onnx"), ExportedWorlds.Random("everything", WorldGan.WorldModel.WorldModelKind.Gan, 2, seed: 1), ExportedWorlds.Provenance);
        }

        foreach (string form in new[] { "onnx", "h", "world.onnx" }) Assert.Equal(File.ReadAllBytes(_folder.File($"0.{form}")), File.ReadAllBytes(_folder.File($"1.{form}")));
    }
}
