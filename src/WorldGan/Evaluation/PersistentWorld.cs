using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>The least that a model must beat: nothing ever changes.</summary>
internal sealed class PersistentWorld(WorldSpec spec) : IWorld
{
    public WorldSpec Spec => spec;

    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => throw new NotSupportedException("Persistence has no start states.");

    public void Step(StepBatch batch)
    {
        batch.States.CopyTo(batch.NextStates);
        batch.Rewards.Clear();
        batch.Endings.Clear();
    }
}
