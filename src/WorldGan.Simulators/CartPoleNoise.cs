using WorldGan.Numerics;

namespace WorldGan.Simulators;

/// <summary>A little Gaussian noise on every variable: small beside the distance of the humps that worlds with it have.</summary>
internal static class CartPoleNoise
{
    private static readonly CartPoleState StandardDeviation = new(0.0002, 0.01, 0.0002, 0.015);

    public static CartPoleState Add(CartPoleState state, ref RandomStream random) => new(
        state.Position + StandardDeviation.Position * random.NextNormal(),
        state.Velocity + StandardDeviation.Velocity * random.NextNormal(),
        state.Angle + StandardDeviation.Angle * random.NextNormal(),
        state.AngularVelocity + StandardDeviation.AngularVelocity * random.NextNormal());
}
