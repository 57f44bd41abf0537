using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

/// <summary>A little vehicle with a variable of every kind, noise, rewards of both signs, terminals and a short step limit.</summary>
internal sealed class GearWorld : IWorld
{
    public WorldSpec Spec { get; } = new()
    {
        Name = "gears",
        State = [new("speed"), new("heading", VariableKind.Angle), new("gear", VariableKind.Category) { Categories = 3 }, new("lamp", VariableKind.Flag)],
        Actions = [new("slower"), new("faster"), new("shift")],
        Discount = 0.9,
        StepLimit = 12,
        RewardRange = new(-2, 2),
    };

    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states)
    {
        for (int row = 0; row < keys.Length; row++)
        {
            var random = new RandomStream(keys[row].Seed, RandomPurpose.Reset, keys[row].Trajectory);
            states[row * 4] = random.NextSingle() - 0.5f;
            states[row * 4 + 1] = ExactMath.WrapAngle(2 * MathF.PI * random.NextSingle());
            states[row * 4 + 2] = random.NextInt32(3);
            states[row * 4 + 3] = random.NextInt32(2);
        }
    }

    public void Step(StepBatch batch)
    {
        batch.Validate(Spec);
        for (int row = 0; row < batch.Count; row++)
        {
            RowKey key = batch.Keys[row];
            var random = new RandomStream(key.Seed, RandomPurpose.Dynamics, key.Trajectory, key.Step);
            ReadOnlySpan<float> state = batch.States.Slice(row * 4, 4);
            Span<float> next = batch.NextStates.Slice(row * 4, 4);
            float push = batch.Actions[row] switch { 0 => -0.5f, 1 => 0.5f, _ => 0 };
            next[0] = 0.9f * state[0] + push + (float)(0.1 * random.NextNormal());
            next[1] = ExactMath.WrapAngle(state[1] + 0.8f * next[0]);
            next[2] = batch.Actions[row] == 2 ? (state[2] + 1 + random.NextInt32(2)) % 3 : state[2];
            next[3] = random.NextDouble() < 0.3 ? 1 - state[3] : state[3];
            batch.Rewards[row] = Math.Clamp(next[0] - 0.5f * next[3], -2, 2);
            batch.Endings[row] = Math.Abs(next[0]) > 1.2f ? Ending.Terminal : Ending.None;
        }
    }
}
