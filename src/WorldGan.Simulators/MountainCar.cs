using WorldGan.Numerics;

namespace WorldGan.Simulators;

/// <summary>
/// MountainCar-v0 as in Gymnasium (Moore, "Efficient memory-based learning for robot control", 1990): an underpowered car between two hills must swing up
/// the right one. Each step costs 1.
/// </summary>
public sealed class MountainCar() : RowSimulator(Name)
{
    /// <summary>The world's name.</summary>
    public const string Name = "mountain-car";

    private const double Lowest = -1.2, Highest = 0.6, Fastest = 0.07, Goal = 0.5, Force = 0.001, Gravity = 0.0025;

    /// <summary>Somewhere in the valley, at rest.</summary>
    private protected override void Begin(Span<float> state, ref RandomStream random) => (state[0], state[1]) = ((float)(-0.6 + 0.2 * random.NextDouble()), 0);

    private protected override (double Reward, bool IsTerminal) Move(ReadOnlySpan<float> state, int action, Span<float> next, ref RandomStream random)
    {
        double velocity = Math.Clamp(state[1] + (action - 1) * Force - Gravity * ExactMath.Cos(3.0 * state[0]), -Fastest, Fastest);
        double position = Math.Clamp(state[0] + velocity, Lowest, Highest);
        if (position == Lowest && velocity < 0) velocity = 0;      // the left end is a wall
        (next[0], next[1]) = ((float)position, (float)velocity);
        return (-1, position >= Goal && velocity >= 0);
    }
}
