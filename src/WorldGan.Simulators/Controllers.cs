using WorldGan.Numerics;
using WorldGan.Simulators.Views;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>The controllers written by hand: one for each motion that there is a simulator of.</summary>
internal static class Controllers
{
    private static readonly int[] FrozenLakeActions = [0, 3, 3, 3, 0, 0, 0, 0, 3, 1, 0, 0, 0, 2, 1, 0]; // by cell: the best where there is no limit of steps (value iteration)

    /// <summary>Balances the pole and brings the cart back to the middle.</summary>
    public static IPolicy CartPole { get; } = new Controller(s => 0.1 * s[0] + 0.3 * s[1] + 1.0 * s[2] + 0.4 * s[3] > 0 ? 1 : 0);

    /// <summary>Pushes to where the pole leans and so swings it ever wider.</summary>
    public static IPolicy SwingingCartPole { get; } = new Controller(s => s[2] > 0 ? 1 : 0);

    /// <summary>The good one for a simulator, and one that is worse.</summary>
    public static (IPolicy Good, IPolicy Mediocre) Of(WorldSpec spec)
    {
        IPolicy? good = spec.Simulator switch
        {
            MountainCar.Name => new Controller(s => s[1] >= 0 ? 2 : 0),
            Acrobot.Name => new Controller(s => s[3] >= 0 ? 2 : 0),
            Pendulum.Name => new Controller(SwingUp),
            BouncingBallView.Name => new Controller(s => s[3] <= 0 ? 1 : s[0] < BouncingBall.Middle ? 0 : 2),      // falling: away from the hole
            FrozenLake.Name => new Controller(s => FrozenLakeActions[(int)s[0]]),
            _ => null,
        };
        return good is null ? (CartPole, SwingingCartPole) : (good, new NoisyPolicy(good, 0.5, spec));
    }

    // Far from the top the torque brings the energy to that of standing upright (Åström and Furuta, "Swinging up a pendulum by energy control", 2000);
    // near it it holds the pole.
    private static int SwingUp(ReadOnlySpan<float> state)
    {
        (double angle, double velocity) = (state[0], state[1]);
        double missing = 15 - (0.5 * velocity * velocity + 15 * ExactMath.Cos(angle));
        bool isNearTop = Math.Abs(angle) < 0.5;
        double torque = isNearTop ? -8 * angle - 2 * velocity : (velocity >= 0 ? 2 : -2) * Math.Sign(missing);
        return (int)Math.Round(Math.Clamp(torque, -2, 2)) + 2;
    }
}
