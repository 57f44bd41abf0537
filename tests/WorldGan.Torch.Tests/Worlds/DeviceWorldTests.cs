using TorchSharp;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.Tests.Export;
using WorldGan.Tests.WorldModel;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Rollouts;
using WorldGan.Torch.Worlds;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Worlds;

/// <summary>A learned world on a device against the CPU engine, on the same weights and the same chances.</summary>
public class DeviceWorldTests
{
    private const int Rows = 300, Steps = 50;

    public static TheoryData<string, WorldModelKind, int, ulong> Worlds
    {
        get
        {
            var worlds = new TheoryData<string, WorldModelKind, int, ulong>();
            foreach (string name in new[] { "everything", "gaps", "known", "paid-at-ends", "counted", "joint", "linear" })
                foreach (WorldModelKind model in Enum.GetValues<WorldModelKind>())
                    foreach (int history in new[] { 1, 3 }) worlds.Add(name, model, history, (ulong)worlds.Count);
            return worlds;
        }
    }

    /// <summary>One in a thousand rows may draw another class or end: where a chance falls on the border between two, roundings decide.</summary>
    [LibtorchTheory]
    [MemberData(nameof(Worlds))]
    public void A_step_of_any_world_is_that_of_the_CPU_engine(string name, WorldModelKind model, int history, ulong seed)
    {
        LearnedWorld world = ExportedWorlds.Random(name, model, history, seed);
        TransitionSet data = ExportedWorlds.Record(name, history);
        var random = new RandomStream(seed, RandomPurpose.Policy);
        RowKey[] keys = [.. Enumerable.Range(0, Rows).Select(row => new RowKey(seed, (uint)row, (uint)row % 7))];
        float[] states = ExportedWorlds.States(world, data, Rows, seed);
        int[] actions = new int[Rows];
        for (int row = 0; row < Rows; row++) actions[row] = random.NextInt32(world.Spec.Actions.Count);
        Stepped expected = Tiny.Step(world, keys, states, actions);

        using DisposeScope scope = NewDisposeScope();
        using var device = new DeviceWorld(world, CPU);
        var places = new RowPlaces(world, keys);
        Placed actual = Step(device, places, keys, Place(states, places, data.Width), actions);

        int width = data.Width, others = 0;
        for (int place = 0; place < places.Rows.Length; place++)
        {
            if (!places.IsReal(place)) continue;
            int row = places.Rows[place];
            bool isSame = (Ending)actual.Endings[place] == expected.Endings[row] && Near(expected.Rewards[row], actual.Rewards[place]);
            for (int j = 0; j < width; j++) isSame &= Near(world.Spec.State[j], expected.NextStates[row * width + j], actual.Next[place * width + j]);
            others += isSame ? 0 : 1;
        }

        Assert.InRange(others, 0, Rows / 100);
        Assert.True(expected.Endings.Distinct().Count() > 1 || name is "linear" or "counted" or "joint");
        if (name == "paid-at-ends") Assert.Contains(Ending.Terminal, expected.Endings);
    }

    [LibtorchFact]
    public void Fifty_steps_from_logged_states_stay_within_a_hundred_thousandth()
    {
        TransitionSet data = SmallWorld.Mixed.Record(40, 30);
        LearnedWorld world = Tiny.Train(Tiny.Options with { MeanSteps = 300, HeadSteps = 300, AdversarialSteps = 50 }, data);
        int width = data.Width;
        float[] states = [.. data.States[..(Rows * width)]];
        var running = new HashSet<int>(Enumerable.Range(0, Rows));

        using DisposeScope scope = NewDisposeScope();
        using var device = new DeviceWorld(world, CPU);
        var places = new RowPlaces(world, [.. Enumerable.Range(0, Rows).Select(row => new RowKey(4, (uint)row, 0))]);
        Tensor onDevice = Place(states, places, width);
        int differ = 0, compared = 0;
        for (int step = 0; step < Steps; step++)
        {
            RowKey[] keys = [.. Enumerable.Range(0, Rows).Select(row => new RowKey(4, (uint)row, (uint)step))];
            int[] actions = [.. Enumerable.Range(0, Rows).Select(row => (row + step) / 2 % 2)];
            Stepped expected = Tiny.Step(world, keys, states, actions);
            Placed actual = Step(device, places, keys, onDevice, actions);
            for (int place = 0; place < places.Rows.Length; place++)
            {
                int row = places.Rows[place];
                if (!places.IsReal(place) || !running.Contains(row)) continue;
                compared++;
                bool isSame = (Ending)actual.Endings[place] == expected.Endings[row] && Near(expected.Rewards[row], actual.Rewards[place]);
                for (int j = 0; j < width; j++) isSame &= Near(world.Spec.State[j], expected.NextStates[row * width + j], actual.Next[place * width + j]);
                differ += isSame ? 0 : 1;
                if (!isSame || expected.Endings[row] != Ending.None) running.Remove(row);
            }

            (states, onDevice) = (expected.NextStates, actual.States);
        }

        Assert.InRange(differ, 0, compared / 1000);
        Assert.True(compared > 3000, $"Only {compared} steps were compared.");
    }

    [LibtorchFact]
    public void A_step_that_is_not_finite_is_invalid_and_the_state_stays()
    {
        LearnedWorld world = Tiny.Train(data: SmallWorld.Linear.Record(10, 10));
        foreach (WorldModelMember member in world.Members) member.Scale[0] = float.NaN;
        using DisposeScope scope = NewDisposeScope();
        using var device = new DeviceWorld(world, CPU);
        using var random = new Randomness(CPU, 1);
        Tensor states = full(2, 3, 2, 0.25f), actions = zeros(2, 3, ScalarType.Int64);
        DeviceStep step = device.Step(states, actions, StepChances.Draw(world.Layout, random, 2, 3));
        Assert.All(Host.Longs(step.Endings), ending => Assert.Equal((long)Ending.Invalid, ending));
        Assert.All(Host.Floats(step.Next), value => Assert.Equal(0.25f, value));
    }

    private static Placed Step(DeviceWorld device, RowPlaces places, RowKey[] keys, Tensor states, int[] actions)
    {
        Tensor placed = tensor(places.Rows.Select(row => (long)actions[row]).ToArray(), [device.Members, places.PerMember]);
        DeviceStep step = device.Step(states, placed, KeyedChances.Of(device.World, places, keys));
        return new Placed(step.Next, Host.Floats(step.Next), Host.Floats(step.Rewards), Host.Longs(step.Endings));
    }

    private static Tensor Place(float[] states, RowPlaces places, int width) =>
        tensor(places.Rows.SelectMany(row => states[(row * width)..((row + 1) * width)]).ToArray(), [places.Rows.Length / places.PerMember, places.PerMember, width]);

    private static bool Near(StateVariable variable, float expected, float actual) =>
        variable.Kind == VariableKind.Angle ? Math.Abs(ExactMath.WrapAngle(expected - actual)) < 1e-5f : Near(expected, actual);

    private static bool Near(float expected, float actual) => Math.Abs(expected - actual) <= 1e-5f * Math.Max(1, Math.Abs(expected)) || (float.IsNaN(expected) && float.IsNaN(actual));

    private sealed record Placed(Tensor States, float[] Next, float[] Rewards, long[] Endings);
}
