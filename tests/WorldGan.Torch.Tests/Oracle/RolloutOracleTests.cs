using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.Tests.WorldModel;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Oracle;

/// <summary>Fifty steps of a learned world: the CPU engine's against the same equations in tensors, on the same weights, noise and actions.</summary>
public class RolloutOracleTests
{
    private const int Rows = 96, Steps = 50;

    [LibtorchFact]
    public void Both_engines_go_through_the_same_states_and_rewards()
    {
        using var scope = NewDisposeScope();
        var world = World();
        var keys = new RowKey[Rows];
        float[] states = new float[Rows * 2];
        for (int row = 0; row < Rows; row++) keys[row] = new RowKey(9, (uint)row, 0);
        world.Reset(keys, states);
        var torchWorld = new TorchWorld(world, keys);
        var torchStates = tensor(states, [Rows, 2]);
        bool[] knows = [.. Enumerable.Repeat(true, Rows)];

        for (int step = 0; step < Steps; step++)
        {
            using var inner = NewDisposeScope();
            int[] actions = [.. Enumerable.Range(0, Rows).Select(row => (row * 7 + step * 3) % 5 < 2 ? 1 : 0)];
            for (int row = 0; row < Rows; row++) keys[row] = new RowKey(9, (uint)row, (uint)step);
            var stepped = Tiny.Step(world, keys, states, actions);
            var (next, rewards) = torchWorld.Step(torchStates, actions, keys);

            float[] expectedStates = next.data<float>().ToArray(), expectedRewards = rewards.data<float>().ToArray();
            for (int row = 0; row < Rows; row++)
            {
                knows[row] &= stepped.Endings[row] == Ending.None;  // what follows beyond the support is no matter of the networks
                if (!knows[row]) continue;
                Near(expectedStates[2 * row], stepped.NextStates[2 * row]);
                Near(0, ExactMath.WrapAngle(expectedStates[2 * row + 1] - stepped.NextStates[2 * row + 1]));
                Near(expectedRewards[row], stepped.Rewards[row]);
            }
            states = stepped.NextStates;
            torchStates = next.MoveToOuterDisposeScope();
        }

        Assert.InRange(knows.Count(known => known), Rows / 2, Rows);
    }

    // All numbers are of order one.
    private static void Near(float expected, float actual) => Assert.InRange(actual - expected, -1e-5f, 1e-5f);

    /// <summary>x ← 0.9 x ± 0.3 + noise and a turn with noise; trained for a few steps, with every part of the model at work.</summary>
    private static LearnedWorld World()
    {
        var spec = SmallWorld.SpecOf(new StateVariable("x"), new StateVariable("turn", VariableKind.Angle));
        var small = new SmallWorld(spec, (ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random) =>
        {
            next[0] = 0.9 * state[0] + (action == 1 ? 0.3 : -0.3) + 0.1 * random.NextNormal();
            next[1] = ExactMath.WrapAngle((float)(state[1] + 0.5 + 0.1 * random.NextNormal()));
            return (next[0] * next[0], false);
        });
        var world = Tiny.Train(Tiny.Options with { MeanSteps = 300, HeadSteps = 300, AdversarialSteps = 50 }, small.Record(40, 30));
        foreach (var member in world.Members)
        {
            member.Gate.AsSpan().Fill(0.7f);
            member.ScaleGate.AsSpan().Fill(1);
        }
        return world;
    }

    /// <summary>next = state + unit · (linear(c) + gate · correction(c) + scale · exp(ratio(c)) · generator(c, latent)), written in tensors.</summary>
    private sealed class TorchWorld(LearnedWorld world, RowKey[] keys)
    {
        private readonly WorldModelLayout _layout = world.Layout;
        private readonly Tensor _members = tensor(Array.ConvertAll(keys, key => (long)world.MemberOf(key)));

        private Normalizer Units => world.Normalizer;

        public (Tensor Next, Tensor Rewards) Step(Tensor states, int[] actions, RowKey[] keys)
        {
            using var still = no_grad();
            var condition = cat([Features(states), nn.functional.one_hot(tensor(Array.ConvertAll(actions, a => (long)a)), 2).@float()], 1);
            var latents = Latents(keys);
            var ofMembers = Enumerable.Range(0, world.MemberCount).Select(m => Step(world.Members[m], states, condition, latents)).ToArray();
            return (Chosen(ofMembers.Select(m => m.Next)), Chosen(ofMembers.Select(m => m.Reward)).squeeze(1));
        }

        private (Tensor Next, Tensor Reward) Step(WorldModelMember member, Tensor states, Tensor condition, Tensor latents)
        {
            var mean = condition.mm(tensor(member.Linear, [_layout.Condition, _layout.Outcomes]))
                + tensor(member.Gate) * tensor(member.CorrectionScale) * Run(member.Correction, condition);
            var noise = tensor(member.Scale) * Run(member.ScaleNetwork, condition).clamp(ScaleTrainer.Bounded(-100f), ScaleTrainer.Bounded(100f)).exp()
                * Run(member.Generator, cat([condition, latents], 1));
            var moved = states + tensor(Units.ChangeScale) * (mean + noise);
            var next = cat([moved[.., ..1], moved[.., 1..] - 2 * Math.PI * (moved[.., 1..] / (2 * Math.PI)).round()], 1);
            var reward = Units.RewardMean + Units.RewardStandardDeviation * Run(member.Reward, cat([condition, Features(next)], 1));
            return (next, reward.clamp(_layout.Rewards.GoingOn.Low, _layout.Rewards.GoingOn.High));
        }

        private static Tensor Run(Mlp<float> net, Tensor input) => new TorchMlp<float>(net).Forward(input);

        private Tensor Features(Tensor states)
        {
            Tensor x = states[.., ..1], turn = states[.., 1..];
            return cat([(x - Units.Mean[0]) / Units.StandardDeviation[0], turn.sin(), turn.cos()], 1);
        }

        private Tensor Latents(RowKey[] keys)
        {
            int size = _layout.Options.LatentSize;
            var normals = new Normals(RandomPurpose.Latent, Rows, size);
            for (int row = 0; row < Rows; row++) normals.SetKey(row, keys[row].Seed, keys[row].Trajectory, keys[row].Step);
            normals.Draw(Rows);
            float[] latents = new float[Rows * size];
            for (int row = 0; row < Rows; row++) normals.Write(row, latents.AsSpan(row * size, size), _layout.LatentScale);
            return tensor(latents, [Rows, size]);
        }

        /// <summary>Of each row what its own member says.</summary>
        private Tensor Chosen(IEnumerable<Tensor> ofMembers) => stack(ofMembers, 1)[arange(Rows), _members];
    }
}
