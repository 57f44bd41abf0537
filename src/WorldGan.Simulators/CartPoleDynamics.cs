using WorldGan.Numerics;

namespace WorldGan.Simulators;

/// <summary>
/// The motion of cart and pole as in Gymnasium's CartPole-v1 (Barto, Sutton and Anderson, "Neuronlike adaptive elements that
/// can solve difficult learning control problems", 1983, with the frictionless equations of Florian, 2007).
/// </summary>
/// <example><code>
/// CartPoleState after = CartPoleDynamics.Step(new CartPoleState(0, 0, 0.1, 0), action: 1);
/// </code></example>
public static class CartPoleDynamics
{
    private const double SecondsPerStep = 0.02;
    private const double Gravity = 9.8;
    private const double CartMass = 1.0;
    private const double PoleMass = 0.1;
    private const double TotalMass = PoleMass + CartMass;
    private const double HalfLength = 0.5;
    private const double PoleMassLength = PoleMass * HalfLength;
    private const double Force = 10.0;

    /// <summary>One explicit Euler step: the positions move with the velocities before the step.</summary>
    /// <param name="state">The state before the step.</param>
    /// <param name="action">0 pushes to the left, 1 to the right.</param>
    public static CartPoleState Step(CartPoleState state, int action)
    {
        var (position, velocity, angle, angularVelocity) = state;
        double force = action == 1 ? Force : -Force;
        double cos = ExactMath.Cos(angle), sin = ExactMath.Sin(angle);
        double push = (force + PoleMassLength * (angularVelocity * angularVelocity) * sin) / TotalMass;
        double angularAcceleration = (Gravity * sin - cos * push) / (HalfLength * (4.0 / 3.0 - PoleMass * (cos * cos) / TotalMass));
        double acceleration = push - PoleMassLength * angularAcceleration * cos / TotalMass;

        return new CartPoleState(
            position + SecondsPerStep * velocity,
            velocity + SecondsPerStep * acceleration,
            angle + SecondsPerStep * angularVelocity,
            angularVelocity + SecondsPerStep * angularAcceleration);
    }
}
