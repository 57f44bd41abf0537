using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>What the worlds with a cart and a pole have in common: start states, rewards and ends.</summary>
public abstract class CartPoleSimulator : RowSimulator
{
    private protected CartPoleSimulator(string name)
        : base(name)
    {
    }

    private protected abstract CartPoleState Next(CartPoleState state, int action, ref RandomStream random);

    private protected static Hump HumpAt(CartPoleState middle, double probability)
    {
        var state = new float[CartPoleState.Width];
        middle.Write(state);
        return new Hump(probability, state);
    }

    /// <summary>The humps of a world where an action may be turned into the other one.</summary>
    private protected static IReadOnlyList<Hump> SlipHumps(ReadOnlySpan<float> state, int action, double probability)
    {
        CartPoleState before = CartPoleState.Read(state);
        return [HumpAt(CartPoleDynamics.Step(before, action), 1 - probability), HumpAt(CartPoleDynamics.Step(before, 1 - action), probability)];
    }

    /// <summary>Every variable uniform in [-0.05, 0.05).</summary>
    private protected sealed override void Begin(Span<float> state, ref RandomStream random)
    {
        foreach (ref float value in state) value = (float)(-0.05 + 0.1 * random.NextDouble());
    }

    /// <summary>Reward 1 for every step, also for the last.</summary>
    private protected sealed override (double Reward, bool IsTerminal) Move(ReadOnlySpan<float> state, int action, Span<float> next, ref RandomStream random)
    {
        CartPoleState after = Next(CartPoleState.Read(state), action, ref random);
        after.Write(next);
        return (1, after.IsTerminal);
    }
}
