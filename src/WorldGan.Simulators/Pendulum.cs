using WorldGan.Numerics;

namespace WorldGan.Simulators;

/// <summary>
/// Pendulum-v1 as in Gymnasium, with five torques to choose from: swing a pole up and hold it there. It never ends; the cost of a step is that of the state
/// before it.
/// </summary>
public sealed class Pendulum() : RowSimulator(Name)
{
    /// <summary>The world's name.</summary>
    public const string Name = "pendulum";

    private const double SecondsPerStep = 0.05, Gravity = 10, Fastest = 8;

    /// <summary>The torque of an action in N m: -2 to 2.</summary>
    internal static double Torque(int action) => action - 2;

    /// <summary>Any angle, up to 1 rad/s.</summary>
    private protected override void Begin(Span<float> state, ref RandomStream random) =>
        (state[0], state[1]) = (ExactMath.WrapAngle((float)(Math.PI * (2 * random.NextDouble() - 1))), (float)(2 * random.NextDouble() - 1));

    private protected override (double Reward, bool IsTerminal) Move(ReadOnlySpan<float> state, int action, Span<float> next, ref RandomStream random)
    {
        double angle = ExactMath.WrapAngle(state[0]), velocity = state[1], torque = Torque(action);
        double faster = Math.Clamp(velocity + (1.5 * Gravity * ExactMath.Sin(angle) + 3 * torque) * SecondsPerStep, -Fastest, Fastest);
        (next[0], next[1]) = (ExactMath.WrapAngle((float)(angle + faster * SecondsPerStep)), (float)faster);
        return (-(angle * angle + 0.1 * velocity * velocity + 0.001 * torque * torque), false);
    }
}
