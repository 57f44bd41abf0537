using WorldGan.Worlds;

namespace WorldGan.Tests.Policies;

/// <summary>A world in which no step is finite.</summary>
internal sealed class InvalidWorld(IWorld world) : IWorld
{
    public WorldSpec Spec => world.Spec;

    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => world.Reset(keys, states);

    public void Step(StepBatch batch)
    {
        batch.NextStates.Fill(float.NaN);
        batch.Rewards.Clear();
        batch.Endings.Clear();
    }
}
