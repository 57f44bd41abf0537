using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

/// <summary>Writes down every step that a world is asked for. For one thread only.</summary>
internal sealed class SpyWorld(IWorld world) : IWorld
{
    public WorldSpec Spec => world.Spec;

    /// <summary>One entry a row and call, in the order of asking.</summary>
    public List<(RowKey Key, float[] State, int Action, float[] NextState, Ending Ending)> Seen { get; } = [];

    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => world.Reset(keys, states);

    public void Step(StepBatch batch)
    {
        world.Step(batch);
        int width = Spec.State.Count;
        for (int row = 0; row < batch.Count; row++)
            Seen.Add((batch.Keys[row], batch.States.Slice(row * width, width).ToArray(), batch.Actions[row],
                batch.NextStates.Slice(row * width, width).ToArray(), batch.Endings[row]));
    }
}
