using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>
/// CartPole with ice on the right half of its track: there, and nowhere else, the cart is pushed to the other side with a probability of one quarter. Half of
/// the states have one exact future, the other half two.
/// </summary>
public sealed class PartlyRandomCartPole() : CartPoleSimulator(Name)
{
    /// <summary>The world's name.</summary>
    public const string Name = "partly-random-cartpole";

    /// <summary>The probability that an action is turned into the other one where the position is positive.</summary>
    public const double SlipProbability = 0.25;

    /// <inheritdoc/>
    public override IReadOnlyList<Hump> Humps(ReadOnlySpan<float> state, int action) =>
        IsRandom(CartPoleState.Read(state)) ? SlipHumps(state, action, SlipProbability) : [HumpAt(CartPoleDynamics.Step(CartPoleState.Read(state), action), 1)];

    private static bool IsRandom(CartPoleState state) => state.Position > 0;

    private protected override CartPoleState Next(CartPoleState state, int action, ref RandomStream random)
    {
        bool slips = IsRandom(state) && random.NextDouble() < SlipProbability;
        return CartPoleDynamics.Step(state, slips ? 1 - action : action);
    }
}
