using WorldGan.Simulators;

namespace WorldGan.Tests.Simulators;

public class PartlyRandomCartPoleTests
{
    private const int Rows = 20_000;

    [Theory]
    [InlineData(-0.01, 0)]
    [InlineData(0, 0)]
    [InlineData(0.01, 0.25)]
    public void Only_on_the_right_half_of_the_track_does_one_step_in_four_slip(double position, double share)
    {
        var start = new CartPoleState(position, 0.02, 0.03, -0.04);
        CartPoleState pushed = CartPoleDynamics.Step(start, 1), slipped = CartPoleDynamics.Step(start, 0);
        CartPoleState[] rows = PlayedRows.After(new PartlyRandomCartPole(), start, 1, Rows);
        Assert.All(rows, next => Assert.True(Math.Abs(next.Velocity - pushed.Velocity) < 1e-6 || Math.Abs(next.Velocity - slipped.Velocity) < 1e-6));
        Assert.Equal(share, rows.Count(next => Math.Abs(next.Velocity - slipped.Velocity) < 1e-6) / (double)Rows, 6 * Math.Sqrt(share * (1 - share) / Rows));
    }
}
