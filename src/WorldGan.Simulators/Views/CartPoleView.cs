using WorldGan.Numerics;

namespace WorldGan.Simulators.Views;

/// <summary>CartPole as 32 × 32 grey pixels: a grey cart on its track, and a white pole. What the picture does not show are the velocities.</summary>
public sealed class CartPoleView() : View(Name, new CartPole())
{
    /// <summary>The world's name.</summary>
    public const string Name = "cartpole-view";

    private const double PixelsPerMeter = 5, Middle = 16, Track = 29, CartHeight = 4, CartWidth = 8, PoleLength = 20, PoleThickness = 2;

    private protected override void Draw(ReadOnlySpan<double> state, Canvas canvas)
    {
        double x = Middle + PixelsPerMeter * state[0], hinge = Track - CartHeight;
        canvas.Box(0, Track, 2 * Middle, Track + 1, 0.25);
        canvas.Box(x - CartWidth / 2, hinge, x + CartWidth / 2, Track, 0.5);
        canvas.Stroke(x, hinge, x + PoleLength * ExactMath.Sin(state[2]), hinge - PoleLength * ExactMath.Cos(state[2]), PoleThickness, 1);
    }
}
