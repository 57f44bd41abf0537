using System.Runtime.InteropServices;
using WorldGan.Datasets;
using WorldGan.Export;
using WorldGan.Policies;
using WorldGan.Worlds;

namespace WorldGan.Tests.Export;

public sealed class PolicyHeaderTests : IDisposable
{
    private const int Rows = 300;

    /// <summary>Answers every state of standard input with values and an action.</summary>
    private const string Program = """
        #include <stdio.h>
        #include "policy.h"

        int main(void)
        {
            float state[POLICY_SMALL_STATE], values[POLICY_SMALL_ACTIONS];
            while (fread(state, sizeof state, 1, stdin) == 1) {
                int action = policy_small_act(state, values);
                fwrite(values, sizeof values, 1, stdout);
                fwrite(&action, sizeof action, 1, stdout);
            }
            return 0;
        }

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(ExportedPolicies.Kinds), MemberType = typeof(ExportedPolicies))]
    public void A_policy_in_C_values_and_acts_as_ours_does(ValueKind value, NetworkKind network, bool filters, int history)
    {
        TransitionSet data = ExportedWorlds.Record("everything", history);
        QPolicy policy = ExportedPolicies.Random(data, value, network, filters, seed: 1);
        float[] states = ExportedPolicies.States(data, Rows, seed: 2);
        PolicyHeader.Write(_folder.File("policy.h"), policy, ExportedWorlds.Provenance);
        Compile();
        byte[] answers = Gcc.Run(_folder.File("policy"), MemoryMarshal.AsBytes(states.AsSpan()).ToArray());
        int actions = policy.Spec.Actions.Count;
        float[][] rows = [.. MemoryMarshal.Cast<byte, float>(answers).ToArray().Chunk(actions + 1)];
        PolicyAssert.Same(policy, states, [.. rows.SelectMany(row => row[..actions])], [.. rows.Select(row => BitConverter.SingleToInt32Bits(row[actions]))]);
    }

    [SkippableFact]
    public void Names_of_variables_and_actions_do_no_harm()
    {
        WorldSpec spec = Datasets.SmallWorld.SpecOf(new("a */ int b; /*") { Unit = "N*m ??/" }, new("c\\\nd")) with { Actions = [new("*/ #error"), new("\\")] };
        Write(spec);
        Compile();
    }

    [SkippableFact]
    public void A_world_whose_name_is_no_name_in_C_has_a_header()
    {
        Write(Datasets.SmallWorld.SpecOf(new("x"), new("v")) with { Name = "3-d" });
        Compile(Program.Replace("_small_", "_3_d_", StringComparison.Ordinal).Replace("_SMALL_", "_3_D_", StringComparison.Ordinal));
    }

    [Fact]
    public void Weights_that_are_not_finite_are_refused()
    {
        TransitionSet data = ExportedWorlds.Record("linear", 1);
        QPolicy policy = ExportedPolicies.Random(data, ValueKind.DoubleQ, NetworkKind.Plain, filters: false, seed: 0);
        policy.Networks[0].Bias(1)[0] = float.NaN;
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => PolicyHeader.Write(_folder.File("policy.h"), policy, ExportedWorlds.Provenance)).Message);
        Assert.False(File.Exists(_folder.File("policy.h")));
    }

    [Theory]
    [MemberData(nameof(ExportedPolicies.Kinds), MemberType = typeof(ExportedPolicies))]
    public void The_inference_takes_at_most_sixty_lines(ValueKind value, NetworkKind network, bool filters, int history)
    {
        PolicyHeader.Write(_folder.File("policy.h"), ExportedPolicies.Random(ExportedWorlds.Record("everything", history), value, network, filters, seed: 1), ExportedWorlds.Provenance);
        string[] lines = File.ReadAllLines(_folder.File("policy.h"));
        Assert.InRange(lines.SkipWhile(line => !line.Contains("policy_small_layer(", StringComparison.Ordinal)).Count(line => line.Length > 0), 30, 60);
    }

    private void Write(WorldSpec spec) => PolicyHeader.Write(
        _folder.File("policy.h"),
        ExportedPolicies.Random(TransitionSet.From(spec, [Datasets.SmallWorld.EpisodeOf("0", Ending.None, 2, 0, 0, 1, 2, 3, 4)]), ValueKind.DoubleQ, NetworkKind.Dueling, filters: false, seed: 0),
        ExportedWorlds.Provenance);

    private void Compile(string program = Program)
    {
        File.WriteAllText(_folder.File("main.c"), program);
        Gcc.Compile(_folder.File("main.c"), _folder.File("policy"));
    }
}
