namespace WorldGan.Simulators;

/// <summary>A cart on a track with a pole hinged on it.</summary>
/// <param name="Position">Of the cart, m from the middle of the track.</param>
/// <param name="Velocity">Of the cart, m/s.</param>
/// <param name="Angle">Of the pole, rad from upright, positive to the right; it does not wrap.</param>
/// <param name="AngularVelocity">Of the pole, rad/s.</param>
public readonly record struct CartPoleState(double Position, double Velocity, double Angle, double AngularVelocity)
{
    /// <summary>S, the number of state variables.</summary>
    public const int Width = 4;

    /// <summary>True when the episode is over: the pole leans beyond 12° or the cart has left ±2.4 m.</summary>
    public bool IsTerminal => Math.Abs(Position) > 2.4 || Math.Abs(Angle) > 12 * 2 * Math.PI / 360;

    internal static CartPoleState Read(ReadOnlySpan<float> row) => new(row[0], row[1], row[2], row[3]);

    internal void Write(Span<float> row)
    {
        row[0] = (float)Position;
        row[1] = (float)Velocity;
        row[2] = (float)Angle;
        row[3] = (float)AngularVelocity;
    }
}
