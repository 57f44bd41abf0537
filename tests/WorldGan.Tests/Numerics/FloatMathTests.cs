using System.Runtime.InteropServices;
using FsCheck.Xunit;
using WorldGan.Numerics;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Tests.Numerics;

public class FloatMathTests
{
    private const int Step = 257;                          // every 257th of the numbers, an odd stride that meets all mantissas

    [Fact]
    public void The_exponentials_relative_error_is_below_2e7_and_2e8_times_x()
    {
        double worst = 0;
        for (float x = -87; x <= 88; x += 0.0003f) worst = Math.Max(worst, Math.Abs(FloatMath.Exp(x) / Math.Exp(x) - 1) / (2e-7 + 2e-8 * Math.Abs(x)));
        Assert.InRange(worst, 0.1, 1);
    }

    [Fact]
    public void The_exponential_of_zero_is_one() => Assert.Equal(1f, FloatMath.Exp(0f));

    [Theory]
    [InlineData(-88f, -87f)]
    [InlineData(float.NegativeInfinity, -87f)]
    [InlineData(89f, 88f)]
    [InlineData(float.MaxValue, 88f)]
    [InlineData(float.PositiveInfinity, 88f)]
    public void Beyond_its_range_the_exponential_stays_at_the_ends_value(float x, float end)
    {
        Assert.Equal(FloatMath.Exp(end), FloatMath.Exp(x));
        Assert.True(float.IsNormal(FloatMath.Exp(x)));
    }

    [Property(MaxTest = 1000)]
    public void The_exponential_never_falls_by_more_than_its_error(int a, int b)
    {
        float low = a * 1e-3f, high = b * 1e-3f;
        if (low > high) (low, high) = (high, low);
        Assert.True(FloatMath.Exp(low) <= FloatMath.Exp(high) * (1 + 6e-7f));
    }

    [Property(MaxTest = 1000)]
    public void No_NaN_of_any_payload_becomes_a_number(int payload, bool isNegative)
    {
        float x = BitConverter.Int32BitsToSingle((payload & 0x007FFFFF) | 0x7FC00000 | (isNegative ? int.MinValue : 0));
        Assert.True(float.IsNaN(FloatMath.Exp(x)));
    }

    [Property(MaxTest = 1000)]
    public void Every_width_gives_each_lane_the_bits_of_a_single_number(int first, int factor)
    {
        float[] anything = new float[16], radii = new float[16], turns = new float[16];
        for (int i = 0; i < 16; i++)
        {
            anything[i] = BitConverter.Int32BitsToSingle(first + i * factor);
            radii[i] = (((uint)(first + i * factor) >> 8) + 1) * (1f / (1 << 24));
            turns[i] = radii[i] - 1f / (1 << 24);
        }

        SameBits<Lanes4>(anything, radii, turns);
        SameBits<Lanes8>(anything, radii, turns);
        SameBits<Lanes16>(anything, radii, turns);
    }

    [Fact]
    public void The_logarithms_error_is_below_1e6_on_0_to_1()
    {
        double worst = 0;
        for (int n = 1; n <= 1 << 24; n += Step) worst = Math.Max(worst, Math.Abs(Log(n * (1f / (1 << 24))) - Math.Log(n * (1.0 / (1 << 24)))));
        Assert.InRange(worst, 1e-9, 1e-6);
    }

    [Fact]
    public void The_logarithm_of_one_is_zero_and_of_powers_of_two_their_exponent()
    {
        Assert.Equal(0f, Log(1));
        for (int k = -126; k < 128; k++) Assert.Equal(k * Math.Log(2), Log(MathF.ScaleB(1, k)), 1e-5);
    }

    /// <summary>All 2^24 radii of the normal numbers: a logarithm above zero anywhere would make a NaN.</summary>
    [Fact]
    public void The_logarithm_of_no_radius_is_above_zero()
    {
        float worst = float.NegativeInfinity;
        for (int n = 1; n <= 1 << 24; n++) worst = Math.Max(worst, Log(n * (1f / (1 << 24))));
        Assert.InRange(worst, -1e-6f, 0f);
    }

    [Fact]
    public void Sine_and_cosine_of_turns_are_within_1e6()
    {
        double worst = 0;
        for (int n = 0; n < 1 << 24; n += Step)
        {
            (Lanes1 sin, Lanes1 cos) = FloatMath.SinCosOfTurns(new Lanes1(n * (1f / (1 << 24))));
            double angle = Math.Tau * n / (1 << 24);
            worst = Math.Max(worst, Math.Max(Math.Abs(sin.Value - Math.Sin(angle)), Math.Abs(cos.Value - Math.Cos(angle))));
        }

        Assert.InRange(worst, 1e-9, 1e-6);
    }

    private static float Log(float x) => FloatMath.Log(new Lanes1(x)).Value;

    private static void SameBits<L>(float[] anything, float[] radii, float[] turns) where L : struct, ILanes<L>
    {
        EachLane<L>(anything, x => FloatMath.Exp(x, ExpConstants<L>.Read()), x => FloatMath.Exp(x.Value));
        EachLane<L>(radii, x => FloatMath.Log(x), x => FloatMath.Log(x).Value);
        EachLane<L>(turns, x => FloatMath.SinCosOfTurns(x).Sin, x => FloatMath.SinCosOfTurns(x).Sin.Value);
        EachLane<L>(turns, x => FloatMath.SinCosOfTurns(x).Cos, x => FloatMath.SinCosOfTurns(x).Cos.Value);
    }

    private static void EachLane<L>(float[] x, Func<L, L> wide, Func<Lanes1, float> single) where L : struct, ILanes<L>
    {
        var y = new float[x.Length];
        for (int i = 0; i < x.Length; i += L.Count) L.Store(wide(L.Load(ref MemoryMarshal.GetArrayDataReference(x), i)), ref MemoryMarshal.GetArrayDataReference(y), i);
        Same.BitsOrNaN(Array.ConvertAll(x, number => single(new Lanes1(number))), y);
    }
}
