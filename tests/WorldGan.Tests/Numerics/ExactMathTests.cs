using FsCheck;
using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class ExactMathTests
{
    // Both we and the platform are within about a unit in the last place of the truth.
    private const double TwoUnits = 4.5e-16;

    [Property(MaxTest = 2000)]
    public void Exponential_and_logarithm_are_the_platforms_to_two_units(double x)
    {
        if (!double.IsFinite(x)) return;
        double exponent = Math.IEEERemainder(x, 1400), positive = Math.Abs(x);
        Relative(Math.Exp(exponent), ExactMath.Exp(exponent));
        if (positive > 0) Relative(Math.Log(positive), ExactMath.Log(positive));
    }

    [Property(MaxTest = 2000)]
    public void Sine_and_cosine_are_the_platforms_to_two_units(int thousandths)
    {
        double x = thousandths / 1000.0 + 1e-7;
        Assert.Equal(Math.Sin(x), ExactMath.Sin(x), TwoUnits);
        Assert.Equal(Math.Cos(x), ExactMath.Cos(x), TwoUnits);
    }

    [Fact]
    public void Ends_of_the_range_are_the_limits()
    {
        Assert.Equal(double.PositiveInfinity, ExactMath.Exp(710));
        Assert.Equal(0, ExactMath.Exp(-746));
        Assert.Equal(double.NegativeInfinity, ExactMath.Log(0));
        Assert.Equal(double.PositiveInfinity, ExactMath.Log(double.PositiveInfinity));
        Assert.Equal(double.Epsilon, ExactMath.Exp(ExactMath.Log(double.Epsilon)));
        foreach (double none in new[] { ExactMath.Log(-1), ExactMath.Log(double.NaN), ExactMath.Exp(double.NaN), ExactMath.Sin(double.PositiveInfinity), ExactMath.Cos(double.NaN) }) Assert.Equal(double.NaN, none);
    }

    [Property(MaxTest = 1000)]
    public void A_wrapped_angle_is_in_minus_pi_to_pi_and_whole_turns_away(int thousandths)
    {
        float angle = thousandths / 1000f, wrapped = ExactMath.WrapAngle(angle);
        Assert.InRange(wrapped, -MathF.PI, MathF.BitDecrement(MathF.PI));
        Assert.Equal(0, Math.IEEERemainder(angle - wrapped, Math.Tau), 1e-5 * Math.Max(1, Math.Abs(angle)));
        Assert.Equal(wrapped, ExactMath.WrapAngle(wrapped));
    }

    [Theory]
    [InlineData(MathF.PI, -MathF.PI)]
    [InlineData(-MathF.PI, -MathF.PI)]
    [InlineData(3 * MathF.PI, -MathF.PI)]
    [InlineData(0, 0)]
    public void Half_a_turn_has_one_name(float angle, float wrapped) => Assert.Equal(wrapped, ExactMath.WrapAngle(angle), 1e-6f);

    private static void Relative(double expected, double actual)
    {
        if (expected == actual) return;
        Assert.Equal(expected, actual, Math.Max(TwoUnits * Math.Abs(expected), 2 * double.Epsilon));
    }
}
