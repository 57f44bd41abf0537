using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

/// <summary>Ends its rows in every way that there is, and now and then fails to say that a step is not finite.</summary>
internal sealed class EndingWorld : IWorld
{
    public WorldSpec Spec { get; } = new()
    {
        Name = "endings",
        State = [new("x"), new("y")],
        Actions = [new("stay"), new("move")],
        StepLimit = 25,
        RewardRange = new(0, 1),
    };

    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states)
    {
        for (int row = 0; row < keys.Length; row++)
        {
            states[row * 2] = keys[row].Trajectory;
            states[row * 2 + 1] = 0;
        }
    }

    public void Step(StepBatch batch)
    {
        batch.Validate(Spec);
        for (int row = 0; row < batch.Count; row++)
        {
            RowKey key = batch.Keys[row];
            var random = new RandomStream(key.Seed, RandomPurpose.Dynamics, key.Trajectory, key.Step);
            Span<float> next = batch.NextStates.Slice(row * 2, 2);
            next[0] = batch.States[row * 2] + batch.Actions[row] + 0.5f;
            next[1] = random.NextSingle();
            batch.Rewards[row] = random.NextSingle();
            batch.Endings[row] = Ending.None;
            switch (random.NextInt32(30))
            {
                case 0: batch.Endings[row] = Ending.Terminal; break;
                case 1: batch.Endings[row] = Ending.LeftSupport; break;
                case 2: batch.Endings[row] = Ending.Invalid; break;
                case 3: next[1] = float.NaN; break;
                case 4: batch.Rewards[row] = float.PositiveInfinity; break;
                case 5: (next[0], batch.Endings[row]) = (float.NegativeInfinity, Ending.Terminal); break;
            }
        }
    }
}
