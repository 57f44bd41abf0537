using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>
/// CartPole with ice on the right half of its track: there, and nowhere else, the cart is pushed to the other side with a probability of one quarter. Half of
/// the states have one exact future, the other half two.
/// </summary>
public sealed class PartlyRandomCartPole : IWorld
{
    /// <summary>The world's name.</summary>
    public const string Name = "partly-random-cartpole";

    /// <summary>The probability that an action is turned into the other one where the position is positive.</summary>
    public const double SlipProbability = 0.25;

    /// <inheritdoc/>
    public WorldSpec Spec { get; } = BuiltInWorlds.Read(Name);

    /// <inheritdoc/>
    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => CartPoleRows.Reset(keys, states);

    /// <inheritdoc/>
    public void Step(StepBatch batch)
    {
        batch.Validate(Spec);
        for (int row = 0; row < batch.Count; row++)
            CartPoleRows.Write(batch, row, Step(batch.Keys[row], CartPoleRows.Read(batch, row), batch.Actions[row]));
    }

    private static CartPoleState Step(RowKey key, CartPoleState state, int action)
    {
        var random = new RandomStream(key.Seed, RandomPurpose.Dynamics, key.Trajectory, key.Step);
        bool slips = state.Position > 0 && random.NextDouble() < SlipProbability;
        return CartPoleDynamics.Step(state, slips ? 1 - action : action);
    }
}
