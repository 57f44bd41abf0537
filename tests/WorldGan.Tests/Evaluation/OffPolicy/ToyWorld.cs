using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation.OffPolicy;

/// <summary>Five places in a row. A step goes where it is told to, or one time in five the other way; each costs 0.1, the right end pays 1, and both ends are terminal. Episodes begin at 1, 2 or 3.</summary>
internal sealed class ToyWorld : IWorld
{
    private const double Slip = 0.2;

    public WorldSpec Spec { get; } = new()
    {
        Name = "toy",
        State = [new("place", VariableKind.Category) { Categories = 5 }],
        Actions = [new("left"), new("right")],
        Discount = 0.9,
        StepLimit = 200,
    };

    /// <summary>Goes right with a probability.</summary>
    public IPolicy Policy(double right) => new BiasedPolicy(right);

    public TransitionSet Log(double right, int transitions, ulong seed, bool probabilities = false) => TransitionSet.From(Spec, new Recorder(this, Policy(right), seed, probabilities).Transitions(transitions));

    /// <summary>The probabilities of the logged actions under a policy.</summary>
    public static double[] Probabilities(TransitionSet data, double right) => [.. data.Actions.Select(action => action == 1 ? right : 1 - right)];

    /// <summary>The exact mean value of the three beginnings, by iteration.</summary>
    public double Value(double right)
    {
        double up = right * (1 - Slip) + (1 - right) * Slip;
        var values = new double[5];
        for (int sweep = 0; sweep < 2000; sweep++)
            for (int place = 1; place < 4; place++)
                values[place] = up * (place == 3 ? 0.9 : -0.1 + Spec.Discount * values[place + 1]) + (1 - up) * (-0.1 + (place == 1 ? 0 : Spec.Discount * values[place - 1]));
        return (values[1] + values[2] + values[3]) / 3;
    }

    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states)
    {
        for (int row = 0; row < keys.Length; row++) states[row] = 1 + new RandomStream(keys[row].Seed, RandomPurpose.Reset, keys[row].Trajectory).NextInt32(3);
    }

    public void Step(StepBatch batch)
    {
        batch.Validate(Spec);
        for (int row = 0; row < batch.Count; row++)
        {
            RowKey key = batch.Keys[row];
            bool slips = new RandomStream(key.Seed, RandomPurpose.Dynamics, key.Trajectory, key.Step).NextDouble() < Slip;
            float next = Math.Clamp(batch.States[row] + (batch.Actions[row] == 1 != slips ? 1 : -1), 0, 4);
            (batch.NextStates[row], batch.Rewards[row], batch.Endings[row]) = (next, next == 4 ? 0.9f : -0.1f, next is 0 or 4 ? Ending.Terminal : Ending.None);
        }
    }

    private sealed class BiasedPolicy(double right) : IStochasticPolicy
    {
        public double Probability(RowKey key, ReadOnlySpan<float> state, int action) => action == 1 ? right : 1 - right;

        public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions)
        {
            for (int row = 0; row < keys.Length; row++)
                actions[row] = new RandomStream(keys[row].Seed, RandomPurpose.Policy, keys[row].Trajectory, keys[row].Step).NextDouble() < right ? 1 : 0;
        }
    }
}
