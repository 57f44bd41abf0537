using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>
/// CartPole with gusts: after each step both velocities are blown off to one of eight points on an ellipse, which turns with the angle before the step,
/// and a little noise is added. So the next state has eight humps whose places no simple family of distributions knows.
/// </summary>
public sealed class RingWorld() : CartPoleSimulator(Name)
{
    /// <summary>The world's name.</summary>
    public const string Name = "ring";

    /// <summary>The number of humps, equally likely.</summary>
    public const int HumpCount = 8;

    private const double VelocityRadius = 0.2, AngularVelocityRadius = 0.3, TurnsOfAngle = 3;

    /// <summary>The middle of a hump: the next state but for the noise.</summary>
    /// <param name="state">The state before the step.</param>
    /// <param name="action">0 pushes to the left, 1 to the right.</param>
    /// <param name="hump">0 to 7.</param>
    public static CartPoleState Middle(CartPoleState state, int action, int hump)
    {
        CartPoleState next = CartPoleDynamics.Step(state, action);
        double turn = 2 * Math.PI * hump / HumpCount + TurnsOfAngle * state.Angle;
        return next with
        {
            Velocity = next.Velocity + VelocityRadius * ExactMath.Cos(turn),
            AngularVelocity = next.AngularVelocity + AngularVelocityRadius * ExactMath.Sin(turn),
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Hump> Humps(ReadOnlySpan<float> state, int action)
    {
        CartPoleState before = CartPoleState.Read(state);
        return [.. Enumerable.Range(0, HumpCount).Select(hump => HumpAt(Middle(before, action, hump), 1.0 / HumpCount))];
    }

    private protected override CartPoleState Next(CartPoleState state, int action, ref RandomStream random) =>
        CartPoleNoise.Add(Middle(state, action, random.NextInt32(HumpCount)), ref random);
}
