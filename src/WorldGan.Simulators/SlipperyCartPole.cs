using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>
/// CartPole on ice: with a probability of one quarter the cart is pushed to the other side, and a little noise is added to
/// the state after the step. So the next state has two humps, which a model of the mean would put into one.
/// </summary>
public sealed class SlipperyCartPole : IWorld
{
    /// <summary>The world's name.</summary>
    public const string Name = "slippery-cartpole";

    /// <summary>The probability that an action is turned into the other one.</summary>
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
        bool slips = random.NextDouble() < SlipProbability;
        return CartPoleNoise.Add(CartPoleDynamics.Step(state, slips ? 1 - action : action), ref random);
    }
}
