using WorldGan.Export;
using WorldGan.Numerics;
using WorldGan.Tests.WorldModel;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Export;

public sealed class WorldOnnxTests : IDisposable
{
    private const int Rows = 400;

    // Of a variable's size: single precision in another order of sums.
    private const float Tolerance = 1e-5f;

    // Rows that may stand so near to an edge, between two classes or between inside and outside, that the last bit decides. None did where this was written.
    private const int MostOnEdges = 1;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, WorldModelKind, int> Worlds()
    {
        var worlds = new TheoryData<string, WorldModelKind, int>();
        foreach (WorldModelKind model in Enum.GetValues<WorldModelKind>())
            foreach (int history in new[] { 1, 3 })
                foreach (string name in new[] { "everything", "gaps", "known", "paid-at-ends", "joint", "counted", "linear" }) worlds.Add(name, model, history);
        return worlds;
    }

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Worlds))]
    public void An_exported_world_steps_as_ours_does_given_the_same_noise(string name, WorldModelKind model, int history)
    {
        for (ulong seed = 0; seed < 3; seed++)
        {
            LearnedWorld world = ExportedWorlds.Random(name, model, history, seed);
            var random = new RandomStream(seed, RandomPurpose.Recording);
            float[] states = ExportedWorlds.States(world, ExportedWorlds.Record(name, history), Rows, seed);
            int[] actions = new int[Rows], members = new int[Rows];
            for (int row = 0; row < Rows; row++) (actions[row], members[row]) = (random.NextInt32(world.Spec.Actions.Count), random.NextInt32(world.MemberCount));
            RowKey[] keys = [.. Enumerable.Range(0, Rows).Select(row => new RowKey(seed, (uint)row, 3))];
            Dictionary<string, OnnxTensor> got = Run(world, states, actions, members, KeyedNoise.Of(world, keys));
            if (world.Layout.Outcomes > 0) Assert.InRange(got["outside"].Truths.Count(isOutside => isOutside), 1, Rows - 1); // both are tried
            if (name == "paid-at-ends") Assert.Contains(Ending.Terminal, Tiny.Step(world, keys, states, actions).Endings);
            for (int m = 0; m < world.MemberCount; m++)
            {
                var alone = new LearnedWorld(world.Layout, [world.Members[m]], world.StartStates);
                AssertSame(alone, states, actions, Tiny.Step(alone, keys, states, actions), got, [.. Enumerable.Range(0, Rows).Where(row => members[row] == m)]);
            }
        }
    }

    [SkippableFact]
    public void A_step_that_is_not_finite_leaves_the_state_as_it_was()
    {
        LearnedWorld world = ExportedWorlds.Random("linear", WorldModelKind.Gan, history: 1, seed: 0);
        float[] states = [.. Enumerable.Repeat(new[] { 3e38f, 1 }, Rows).SelectMany(state => state)];
        int[] zeros = new int[Rows];
        Assert.Equal(Ending.Invalid, Tiny.Step(world, 1, states[..2], 0).Endings[0]);
        Dictionary<string, OnnxTensor> got = Run(world, states, zeros, zeros, new float[Rows * world.Layout.Options.LatentSize]);
        Assert.Equal(states, got["next_state"].Floats);
        Assert.DoesNotContain(false, got["outside"].Truths);
    }

    [SkippableFact]
    public void A_member_that_does_not_exist_is_refused()
    {
        LearnedWorld world = ExportedWorlds.Random("linear", WorldModelKind.Mse, history: 1, seed: 0);
        int[] members = [.. Enumerable.Repeat(world.MemberCount, Rows)];
        Assert.Contains("index", Assert.Throws<InvalidOperationException>(() => Run(world, new float[Rows * 2], new int[Rows], members, [])).Message);
    }

    private Dictionary<string, OnnxTensor> Run(LearnedWorld world, float[] states, int[] actions, int[] members, float[] noise)
    {
        WorldOnnx.Write(_folder.File("world.onnx"), world, ExportedWorlds.Provenance);
        List<(string, OnnxTensor)> inputs = [("state", OnnxTensor.Of(states, Rows, world.Spec.State.Count)), ("action", OnnxTensor.Of(actions)), ("member", OnnxTensor.Of(members))];
        if (noise.Length > 0) inputs.Add(("noise", OnnxTensor.Of(noise, Rows, noise.Length / Rows)));
        return OnnxRuntime.Run(_folder.File("world.onnx"), [.. inputs]);
    }

    private static void AssertSame(LearnedWorld world, float[] states, int[] actions, Stepped expected, Dictionary<string, OnnxTensor> got, int[] rows)
    {
        int width = world.Spec.State.Count;
        (float[] next, float[] terminals, bool[] outside) = (got["next_state"].Floats, got["terminal"].Floats, got["outside"].Truths);
        var heads = new HeadPrediction(world);
        var edges = new List<string>();
        foreach (int row in rows)
        {
            Span<float> state = states.AsSpan(row * width, width), our = expected.NextStates.AsSpan(row * width, width), their = next.AsSpan(row * width, width);
            bool isKnownEnd = world.Layout.KnownTerminal is not null && expected.Endings[row] == Ending.Terminal;
            bool isOutside = expected.Endings[row] is Ending.LeftSupport or Ending.Invalid;
            double terminal = world.Layout.KnownTerminal is not null ? (isKnownEnd ? 1 : 0) : isOutside ? 0 : heads.Terminal(state, actions[row], our);
            string? difference = Difference(world, state, our, their)
                ?? (isKnownEnd || isOutside == outside[row] ? null : $"outside is {outside[row]}")
                ?? Difference("reward", expected.Rewards[row], got[expected.Endings[row] == Ending.Terminal ? "terminal_reward" : "reward"].Floats[row], Math.Max(1, Math.Abs(expected.Rewards[row])))
                ?? Difference("terminal", terminal, terminals[row], 1);
            if (difference is not null) edges.Add($"row {row}: {difference}");
        }

        Assert.True(edges.Count <= MostOnEdges, $"{edges.Count} of {rows.Length} rows differ:\n{string.Join('\n', edges.Take(20))}");
    }

    private static string? Difference(LearnedWorld world, Span<float> state, Span<float> our, Span<float> their)
    {
        for (int j = 0; j < our.Length; j++)
        {
            StateVariable variable = world.Spec.State[j];
            float size = Math.Max(world.Normalizer.StandardDeviation[j], Math.Max(Math.Abs(state[j]), Math.Abs(our[j])));
            float off = variable.Kind == VariableKind.Angle ? ExactMath.WrapAngle(their[j] - our[j]) : their[j] - our[j]; // both ends of the circle are one place
            if (Difference(variable.Name, 0, off, size) is { } difference) return $"{difference} ({our[j]}, got {their[j]})";
        }

        return null;
    }

    private static string? Difference(string name, double expected, double got, double size) =>
        Math.Abs(got - expected) <= Tolerance * size ? null : $"{name}: expected {expected}, got {got}";
}
