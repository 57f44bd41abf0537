using WorldGan.Numerics;

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

    private protected override CartPoleState Next(CartPoleState state, int action, ref RandomStream random)
    {
        bool slips = state.Position > 0 && random.NextDouble() < SlipProbability;
        return CartPoleDynamics.Step(state, slips ? 1 - action : action);
    }
}
