using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>
/// A ball in a square room of 32 pixels, without gravity. The walls throw it straight back; floor and ceiling throw it to the left or to the right, whichever chance says, at the same
/// speed. Pushes change its horizontal speed. It earns 1 at the ceiling, and the episode ends where it falls into the hole in the middle of the floor.
/// </summary>
internal sealed class BouncingBall() : RowSimulator(Numbers)
{
    public const double Side = 32, Middle = Side / 2, Floor = 31, Radius = 2.5, HalfHole = 4;

    private const double Speed = 2, Push = 0.5, Fastest = 3; // pixels a step

    // Nobody logs these numbers: a log of this world holds its images.
    private static readonly WorldSpec Numbers = new()
    {
        Name = Views.BouncingBallView.Name,
        State = [new("x") { Unit = "pixel" }, new("y") { Unit = "pixel" }, new("x_speed") { Unit = "pixel/step" }, new("y_speed") { Unit = "pixel/step" }],
        Actions = [new("left", -Push), new("none", 0), new("right", Push)],
        Simulator = Views.BouncingBallView.Name,
        StepLimit = 100,
    };

    /// <summary>Anywhere in the upper two thirds, in one of the four oblique directions.</summary>
    private protected override void Begin(Span<float> state, ref RandomStream random)
    {
        (state[0], state[1]) = ((float)(4 + 24 * random.NextDouble()), (float)(4 + 17 * random.NextDouble()));
        (state[2], state[3]) = ((float)EitherWay(ref random), (float)EitherWay(ref random));
    }

    private protected override (double Reward, bool IsTerminal) Move(ReadOnlySpan<float> state, int action, Span<float> next, ref RandomStream random)
    {
        double xSpeed = Math.Clamp(state[2] + (action - 1) * Push, -Fastest, Fastest), ySpeed = state[3], y = state[1] + ySpeed;
        bool isAtCeiling = y < Radius, isAtFloor = y > Floor - Radius, falls = isAtFloor && Math.Abs(state[0] - Middle) < HalfHole;
        if (isAtCeiling || (isAtFloor && !falls))
        {
            (y, ySpeed) = (2 * (isAtCeiling ? Radius : Floor - Radius) - y, -ySpeed);
            xSpeed = EitherWay(ref random);
        }

        double x = state[0] + xSpeed;
        if (x < Radius || x > Side - Radius) (x, xSpeed) = (2 * (x < Radius ? Radius : Side - Radius) - x, -xSpeed);
        (next[0], next[1], next[2], next[3]) = ((float)x, (float)y, (float)xSpeed, (float)ySpeed);
        return (isAtCeiling ? 1 : 0, falls);
    }

    private static double EitherWay(ref RandomStream random) => random.NextInt32(2) == 0 ? -Speed : Speed;
}
