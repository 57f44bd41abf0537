using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class ExactMathTests
{
    /// <summary>Ours is off by less than 1 unit in the last place and the platform's by less than 1.</summary>
    private const long ToleranceUnits = 2;

    [Property(MaxTest = 20)]
    public void Exponential_agrees_with_the_platform_over_its_whole_range(ulong seed) => Agree(seed, ExactMath.Exp, Math.Exp, random => -708 + 1417 * random);

    [Property(MaxTest = 20)]
    public void Exponential_agrees_with_the_platform_near_zero(ulong seed) => Agree(seed, ExactMath.Exp, Math.Exp, random => random - 0.5);

    [Property(MaxTest = 20)]
    public void Logarithm_agrees_with_the_platform_over_all_magnitudes(ulong seed) => Agree(seed, ExactMath.Log, Math.Log, random => Math.Exp(-700 + 1400 * random));

    [Property(MaxTest = 20)]
    public void Logarithm_agrees_with_the_platform_near_one(ulong seed) => Agree(seed, ExactMath.Log, Math.Log, random => 0.5 + random);

    [Property(MaxTest = 20)]
    public void Sine_and_cosine_agree_with_the_platform_up_to_a_million(ulong seed)
    {
        Agree(seed, ExactMath.Sin, Math.Sin, random => 2e6 * (random - 0.5));
        Agree(seed, ExactMath.Cos, Math.Cos, random => 2e6 * (random - 0.5));
    }

    [Property(MaxTest = 20)]
    public void Sine_and_cosine_agree_with_the_platform_in_the_first_turns(ulong seed)
    {
        Agree(seed, ExactMath.Sin, Math.Sin, random => 20 * (random - 0.5));
        Agree(seed, ExactMath.Cos, Math.Cos, random => 20 * (random - 0.5));
    }

    [Fact]
    public void Sine_and_cosine_agree_with_the_platform_where_they_cross_zero()
    {
        for (int quarter = -5000; quarter <= 5000; quarter++)
        {
            AssertClose(quarter * Math.PI / 2, ExactMath.Sin, Math.Sin);
            AssertClose(quarter * Math.PI / 2, ExactMath.Cos, Math.Cos);
        }
    }

    [Fact]
    public void Limits_are_those_of_the_functions()
    {
        Assert.Equal(1, ExactMath.Exp(0));
        Assert.Equal(0, ExactMath.Exp(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, ExactMath.Exp(double.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, ExactMath.Exp(710));
        Assert.Equal(0, ExactMath.Log(1));
        Assert.Equal(double.NegativeInfinity, ExactMath.Log(0));
        Assert.Equal(double.PositiveInfinity, ExactMath.Log(double.PositiveInfinity));
        Assert.Equal(double.NaN, ExactMath.Log(-1));
        Assert.Equal(0, ExactMath.Sin(0));
        Assert.Equal(1, ExactMath.Cos(0));
        Assert.Equal(double.NaN, ExactMath.Sin(double.PositiveInfinity));
        Assert.Equal(double.NaN, ExactMath.Cos(double.NaN));
    }

    [Theory]
    [InlineData(-745.0)]
    [InlineData(-720.5)]
    [InlineData(-708.5)]
    public void Exponential_agrees_with_the_platform_down_to_the_smallest_numbers(double x) => AssertClose(x, ExactMath.Exp, Math.Exp);

    [Theory]
    [InlineData(5e-324)]
    [InlineData(1e-310)]
    [InlineData(double.MaxValue)]
    public void Logarithm_agrees_with_the_platform_at_the_ends(double x) => AssertClose(x, ExactMath.Log, Math.Log);

    /// <summary>Written down from one machine: another machine must give the same bits.</summary>
    [Fact]
    public void Bits_are_the_same_everywhere()
    {
        ulong hash = 0;
        for (int i = 1; i <= 2000; i++)
        {
            double x = i * 0.37;
            foreach (double y in new[] { ExactMath.Exp(x - 370), ExactMath.Log(x), ExactMath.Sin(x), ExactMath.Cos(x) })
                hash = unchecked(hash * 0x9E3779B97F4A7C15 + BitConverter.DoubleToUInt64Bits(y));
        }

        Assert.Equal(12352907602613496367UL, hash);
    }

    [Property]
    public void Wrapped_angles_lie_in_one_turn_and_differ_by_whole_turns(int thousandths)
    {
        float angle = thousandths / 1000f, wrapped = ExactMath.WrapAngle(angle);
        double turns = ((double)angle - wrapped) / Math.Tau;
        Assert.InRange(wrapped, -MathF.PI, MathF.BitDecrement(MathF.PI));
        Assert.Equal(Math.Round(turns), turns, 1e-6); // a float near π is 2.4e-7 apart from the next
    }

    [Theory]
    [InlineData(MathF.PI, null)]
    [InlineData(-MathF.PI, -MathF.PI)]
    [InlineData(0f, 0f)]
    [InlineData(1e30f, null)]
    [InlineData(-9.424778f, null)]
    public void Angles_at_the_seam_stay_in_the_half_open_turn(float angle, float? expected)
    {
        float wrapped = ExactMath.WrapAngle(angle);
        Assert.InRange(wrapped, -MathF.PI, MathF.BitDecrement(MathF.PI));
        if (expected is { } value) Assert.Equal(value, wrapped);
    }

    private static void Agree(ulong seed, Func<double, double> ours, Func<double, double> platform, Func<double, double> range)
    {
        var random = new RandomStream(seed, RandomPurpose.Reset);
        for (int i = 0; i < 500; i++) AssertClose(range(random.NextDouble()), ours, platform);
    }

    private static void AssertClose(double x, Func<double, double> ours, Func<double, double> platform)
    {
        double expected = platform(x), got = ours(x);
        long units = Math.Abs(BitConverter.DoubleToInt64Bits(expected) - BitConverter.DoubleToInt64Bits(got));
        Assert.True(units <= ToleranceUnits, $"At {x:R}: expected {expected:R}, got {got:R}, {units} units in the last place apart.");
    }
}
