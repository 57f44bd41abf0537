using TorchSharp;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Sources;
using WorldGan.Policies.Values;
using WorldGan.Tests.Datasets;
using WorldGan.Tests.Numerics;
using WorldGan.Tests.WorldModel;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Policies;
using WorldGan.Torch.Rollouts;
using WorldGan.Torch.Tests.Worlds;
using WorldGan.Torch.Worlds;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Policies;

/// <summary>Values and their learning on a device against the CPU engine.</summary>
public class DevicePolicyTests
{
    private const int Rows = 200, Actions = 3, Atoms = 32;

    [LibtorchTheory]
    [InlineData(ValueKind.QrDqn, NetworkKind.Dueling)]
    [InlineData(ValueKind.QrDqn, NetworkKind.Plain)]
    [InlineData(ValueKind.DoubleQ, NetworkKind.Dueling)]
    public void It_takes_the_actions_that_the_CPU_engine_takes(ValueKind value, NetworkKind network)
    {
        Normalizer normalizer = Normalizer.Measure(Tiny.Data);
        PolicyOptions options = new PolicyOptions { Value = value, Network = network, HiddenWidth = 16, Members = 3 }.Resolved();
        MlpShape shape = QPolicy.Shape(new StateEncoder(Tiny.Data.Spec, normalizer), Tiny.Data.Spec, options);
        Mlp<float>[] networks = [.. Enumerable.Range(0, 3).Select(_ => new Mlp<float>(shape))];
        for (int n = 0; n < 3; n++) networks[n].Initialize(new RandomStream((ulong)n, RandomPurpose.Weights));
        var policy = new QPolicy(Tiny.Data.Spec, normalizer, options, networks);
        float[] states = Tiny.Data.States[..(Rows * 5)];
        int[] expected = new int[Rows];
        policy.Act(new RowKey[Rows], states, expected);

        using DisposeScope scope = NewDisposeScope();
        using var device = new DevicePolicy(policy, policy.Spec, CPU);
        using var random = new Randomness(CPU, 1);
        Assert.Equal(expected.Select(action => (long)action), Host.Longs(device.Act(tensor(states, [4, Rows / 4, 5]), random)));
    }

    [LibtorchTheory]
    [InlineData(ValueKind.QrDqn)]
    [InlineData(ValueKind.DoubleQ)]
    public void Losses_and_their_slopes_are_those_of_the_CPU_engine(ValueKind value)
    {
        PolicyOptions options = new PolicyOptions { Value = value }.Resolved();
        int count = value == ValueKind.QrDqn ? Atoms : 1;
        var target = new ValueTarget(Tiny.Data.Spec, Normalizer.Measure(Tiny.Data));
        IValueLearner learner = value == ValueKind.QrDqn ? new QuantileRegression(target, Atoms) : new DoubleQ(target);
        float[] atoms = Draws.Singles(Rows * count, 1), aims = Draws.Singles(Rows * count, 2);
        for (int i = 0; i < aims.Length; i += 2) aims[i] = atoms[i] + 0.005f * (i % 7 - 3);      // within the bend, too
        using DisposeScope scope = NewDisposeScope();
        using var device = new ValueSlopes(options, CPU);
        (Tensor slopes, Tensor? losses) = device.At(tensor(atoms, [1, Rows, count]), tensor(aims, [1, Rows, count]), measures: true);
        float[] found = Host.Floats(slopes), measured = Host.Floats(losses!);
        for (int row = 0; row < Rows; row++)
        {
            float[] gradient = new float[count];
            RowLoss expected = learner.Descend(atoms.AsSpan(row * count, count), aims.AsSpan(row * count, count), 1, gradient);
            Assert.Equal(expected.Loss, measured[row], 1e-4);
            for (int i = 0; i < count; i++) Assert.Equal(gradient[i], found[row * count + i], 1e-5f);
        }
    }

    [LibtorchFact]
    public void Caution_takes_off_and_stops_where_the_CPU_engine_does()
    {
        TransitionSet data = SmallWorld.Noisy.Record(40, 20);
        LearnedWorld world = Tiny.Train(Tiny.Options with { Members = 3, MeanSteps = 300 }, data);
        foreach (WorldModelMember member in world.Members) member.Gate.AsSpan().Fill(1);
        var cautious = new CautiousWorld(world, data, penalty: 2, quantile: 0.7);
        RowKey[] keys = [.. Enumerable.Range(0, Rows).Select(row => new RowKey(1, (uint)row, 0))];
        float[] states = data.States[..Rows];
        int[] actions = data.Actions[..Rows];
        Stepped expected = Tiny.Step(cautious, keys, states, actions);

        using DisposeScope scope = NewDisposeScope();
        using var device = new DeviceWorld(world, CPU);
        var places = new RowPlaces(world, keys);
        Tensor placed = tensor(places.Rows.Select(row => states[row]).ToArray(), [3, places.PerMember, 1]), taken = tensor(places.Rows.Select(row => (long)actions[row]).ToArray(), [3, places.PerMember]);
        DeviceStep step = new DeviceCaution(cautious, device).Apply(placed, taken, device.Step(placed, taken, KeyedChances.Of(world, places, keys)));
        (float[] rewards, long[] endings) = (Host.Floats(step.Rewards), Host.Longs(step.Endings));
        int others = 0;
        for (int place = 0; place < places.Rows.Length; place++)
        {
            if (!places.IsReal(place)) continue;
            Assert.Equal(expected.Rewards[places.Rows[place]], rewards[place], 1e-4f);
            others += expected.Endings[places.Rows[place]] == (Ending)endings[place] ? 0 : 1;
        }

        Assert.InRange(others, 0, 1);                      // the limit is the disagreement about one of these rows: roundings decide about it
        Assert.Contains(Ending.LeftSupport, expected.Endings);
        Assert.Contains(Ending.None, expected.Endings);
    }

    [LibtorchFact]
    public void The_atoms_of_the_taken_actions_are_found()
    {
        using DisposeScope scope = NewDisposeScope();
        var atoms = arange(2 * 4 * Actions * 2, ScalarType.Float32).view(2, 4, Actions, 2);
        float[] found = Host.Floats(DeviceHead.Of(atoms, tensor(new long[] { 0, 1, 2, 0, 2, 2, 1, 0 }, [2, 4])));
        Assert.Equal([0, 1, 8, 9, 16, 17, 18, 19, 28, 29, 34, 35, 38, 39, 42, 43], found);
    }
}
