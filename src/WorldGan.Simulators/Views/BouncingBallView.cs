namespace WorldGan.Simulators.Views;

/// <summary>The bouncing ball as 32 × 32 grey pixels: a white ball, and below it the grey floor with the hole.</summary>
public sealed class BouncingBallView() : View(Name, new BouncingBall())
{
    /// <summary>The world's name.</summary>
    public const string Name = "bouncing-ball";

    private protected override void Draw(ReadOnlySpan<double> state, Canvas canvas)
    {
        canvas.Box(0, BouncingBall.Floor, BouncingBall.Middle - BouncingBall.HalfHole, BouncingBall.Side, 0.5);
        canvas.Box(BouncingBall.Middle + BouncingBall.HalfHole, BouncingBall.Floor, BouncingBall.Side, BouncingBall.Side, 0.5);
        canvas.Disc(state[0], state[1], BouncingBall.Radius, 1);
    }
}
