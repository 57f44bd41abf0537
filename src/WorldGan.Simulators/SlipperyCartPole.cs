using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>
/// CartPole on ice: with a probability of one quarter the cart is pushed to the other side, and a little noise is added to
/// the state after the step. So the next state has two humps, which a model of the mean would put into one.
/// </summary>
public sealed class SlipperyCartPole() : CartPoleSimulator(Name)
{
    /// <summary>The world's name.</summary>
    public const string Name = "slippery-cartpole";

    /// <summary>The probability that an action is turned into the other one.</summary>
    public const double SlipProbability = 0.25;

    /// <inheritdoc/>
    public override IReadOnlyList<Hump> Humps(ReadOnlySpan<float> state, int action) => SlipHumps(state, action, SlipProbability);

    private protected override CartPoleState Next(CartPoleState state, int action, ref RandomStream random)
    {
        bool slips = random.NextDouble() < SlipProbability;
        return CartPoleNoise.Add(CartPoleDynamics.Step(state, slips ? 1 - action : action), ref random);
    }
}
