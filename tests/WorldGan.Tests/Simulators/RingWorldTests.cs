using WorldGan.Simulators;

namespace WorldGan.Tests.Simulators;

public class RingWorldTests
{
    private const int Rows = 20_000;

    private static readonly CartPoleState Start = new(0.01, 0.02, 0.03, -0.04);

    /// <summary>Neighbouring humps lie 0.15 apart or more, ten times the noise: each row belongs to one without doubt.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Each_hump_gets_an_eighth_and_the_rest_is_noise_of_the_stated_size(int action)
    {
        CartPoleState[] middles = [.. Enumerable.Range(0, RingWorld.HumpCount).Select(hump => RingWorld.Middle(Start, action, hump))];
        (CartPoleState Next, CartPoleState Middle)[] rows =
            [.. PlayedRows.After(new RingWorld(), Start, action, Rows).Select(next => (next, middles.MinBy(m => Square(next.Velocity - m.Velocity) + Square(next.AngularVelocity - m.AngularVelocity))))];
        foreach (CartPoleState middle in middles)
            Assert.Equal(1.0 / 8, rows.Count(row => row.Middle == middle) / (double)Rows, 6 * Math.Sqrt(1.0 / 8 * 7 / 8 / Rows));
        Assert.Equal(0.01, Math.Sqrt(rows.Average(row => Square(row.Next.Velocity - row.Middle.Velocity))), 6 * 0.01 / Math.Sqrt(2 * Rows));
        Assert.Equal(0.015, Math.Sqrt(rows.Average(row => Square(row.Next.AngularVelocity - row.Middle.AngularVelocity))), 6 * 0.015 / Math.Sqrt(2 * Rows));
    }

    /// <summary>cos 0.09 and sin 0.09, by hand.</summary>
    [Fact]
    public void The_first_hump_lies_three_times_the_angle_around_the_ellipse()
    {
        CartPoleState still = CartPoleDynamics.Step(Start, 1), hump = RingWorld.Middle(Start, 1, 0);
        Assert.Equal(0.2 * 0.9959527, hump.Velocity - still.Velocity, 1e-7);
        Assert.Equal(0.3 * 0.0898785, hump.AngularVelocity - still.AngularVelocity, 1e-7);
        Assert.Equal((still.Position, still.Angle), (hump.Position, hump.Angle));
    }

    private static double Square(double x) => x * x;
}
