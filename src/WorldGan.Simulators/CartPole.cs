using WorldGan.Numerics;

namespace WorldGan.Simulators;

/// <summary>CartPole-v1: keep a pole upright by pushing its cart to the left or to the right. Nothing is random but the start.</summary>
public sealed class CartPole() : CartPoleSimulator(Name)
{
    /// <summary>The world's name.</summary>
    public const string Name = "cartpole";

    private protected override CartPoleState Next(CartPoleState state, int action, ref RandomStream random) => CartPoleDynamics.Step(state, action);
}
