using WorldGan.Numerics;

namespace WorldGan.Simulators;

/// <summary>
/// Acrobot-v1 as in Gymnasium (Sutton, "Generalization in reinforcement learning", 1996; dynamics of Sutton and Barto's book): two links that hang from a
/// hinge, driven at the joint between them, must swing their end above a line one link over the hinge. Each step costs 1, the last nothing.
/// </summary>
public sealed class Acrobot() : RowSimulator(Name)
{
    /// <summary>The world's name.</summary>
    public const string Name = "acrobot";

    private const double SecondsPerStep = 0.2, Gravity = 9.8;
    private const double Mass = 1, Length = 1, Center = 0.5, Inertia = 1; // of either link; the inertia is about its center
    private const double Fastest1 = 4 * Math.PI, Fastest2 = 9 * Math.PI;

    /// <summary>Hanging, every variable uniform in [-0.1, 0.1).</summary>
    private protected override void Begin(Span<float> state, ref RandomStream random)
    {
        foreach (ref float value in state) value = (float)(-0.1 + 0.2 * random.NextDouble());
    }

    private protected override (double Reward, bool IsTerminal) Move(ReadOnlySpan<float> state, int action, Span<float> next, ref RandomStream random)
    {
        Motion after = RungeKutta(new Motion(state[0], state[1], state[2], state[3]), torque: action - 1);
        (next[0], next[1]) = (ExactMath.WrapAngle((float)after.Angle1), ExactMath.WrapAngle((float)after.Angle2));
        (next[2], next[3]) = ((float)Math.Clamp(after.Velocity1, -Fastest1, Fastest1), (float)Math.Clamp(after.Velocity2, -Fastest2, Fastest2));
        bool isUp = -ExactMath.Cos(after.Angle1) - ExactMath.Cos(after.Angle1 + after.Angle2) > 1;
        return (isUp ? 0 : -1, isUp);
    }

    // The classical method of fourth order, one step.
    private static Motion RungeKutta(Motion from, double torque)
    {
        Motion k1 = Slope(from, torque), k2 = Slope(from.Plus(SecondsPerStep / 2, k1), torque);
        Motion k3 = Slope(from.Plus(SecondsPerStep / 2, k2), torque), k4 = Slope(from.Plus(SecondsPerStep, k3), torque);
        return from.Plus(SecondsPerStep / 6, k1).Plus(SecondsPerStep / 3, k2).Plus(SecondsPerStep / 3, k3).Plus(SecondsPerStep / 6, k4);
    }

    // Angles from hanging straight down; the second is relative to the first.
    private static Motion Slope(Motion m, double torque)
    {
        double cos = ExactMath.Cos(m.Angle2), sin = ExactMath.Sin(m.Angle2);
        double d1 = Mass * Center * Center + Mass * (Length * Length + Center * Center + 2 * Length * Center * cos) + 2 * Inertia;
        double d2 = Mass * (Center * Center + Length * Center * cos) + Inertia;
        double phi2 = Mass * Center * Gravity * ExactMath.Sin(m.Angle1 + m.Angle2);
        double phi1 = -Mass * Length * Center * sin * m.Velocity2 * (m.Velocity2 + 2 * m.Velocity1) + Mass * (Center + Length) * Gravity * ExactMath.Sin(m.Angle1) + phi2;
        double acceleration2 = (torque + d2 / d1 * phi1 - Mass * Length * Center * m.Velocity1 * m.Velocity1 * sin - phi2) / (Mass * Center * Center + Inertia - d2 * d2 / d1);
        return new Motion(m.Velocity1, m.Velocity2, -(d2 * acceleration2 + phi1) / d1, acceleration2);
    }

    private readonly record struct Motion(double Angle1, double Angle2, double Velocity1, double Velocity2)
    {
        public Motion Plus(double time, Motion slope) => new(
            Angle1 + time * slope.Angle1, Angle2 + time * slope.Angle2, Velocity1 + time * slope.Velocity1, Velocity2 + time * slope.Velocity2);
    }
}
