using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>
/// CartPole with gusts: after each step both velocities are blown off to one of eight points on an ellipse, which turns with the angle before the step,
/// and a little noise is added. So the next state has eight humps whose places no simple family of distributions knows.
/// </summary>
public sealed class RingWorld : IWorld
{
    /// <summary>The world's name.</summary>
    public const string Name = "ring";

    /// <summary>The number of humps, equally likely.</summary>
    public const int Humps = 8;

    private const double VelocityRadius = 0.2, AngularVelocityRadius = 0.3, TurnsOfAngle = 3;

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

    /// <summary>The middle of a hump: the next state but for the noise.</summary>
    /// <param name="state">The state before the step.</param>
    /// <param name="action">0 pushes to the left, 1 to the right.</param>
    /// <param name="hump">0 to 7.</param>
    public static CartPoleState Middle(CartPoleState state, int action, int hump)
    {
        CartPoleState next = CartPoleDynamics.Step(state, action);
        double turn = 2 * Math.PI * hump / Humps + TurnsOfAngle * state.Angle;
        return next with
        {
            Velocity = next.Velocity + VelocityRadius * ExactMath.Cos(turn),
            AngularVelocity = next.AngularVelocity + AngularVelocityRadius * ExactMath.Sin(turn),
        };
    }

    private static CartPoleState Step(RowKey key, CartPoleState state, int action)
    {
        var random = new RandomStream(key.Seed, RandomPurpose.Dynamics, key.Trajectory, key.Step);
        int hump = random.NextInt32(Humps);
        return CartPoleNoise.Add(Middle(state, action, hump), ref random);
    }
}
