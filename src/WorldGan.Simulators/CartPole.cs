using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>CartPole-v1: keep a pole upright by pushing its cart to the left or to the right. Nothing is random but the start.</summary>
public sealed class CartPole : IWorld
{
    /// <summary>The world's name.</summary>
    public const string Name = "cartpole";

    /// <inheritdoc/>
    public WorldSpec Spec { get; } = BuiltInWorlds.Read(Name);

    /// <inheritdoc/>
    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => CartPoleRows.Reset(keys, states);

    /// <inheritdoc/>
    public void Step(StepBatch batch)
    {
        batch.Validate(Spec);
        for (int row = 0; row < batch.Count; row++)
            CartPoleRows.Write(batch, row, CartPoleDynamics.Step(CartPoleRows.Read(batch, row), batch.Actions[row]));
    }
}
