using FsCheck.Xunit;
using WorldGan.Numerics;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Tests.Numerics;

public class ActivationTests
{
    /// <summary>Every 1009th float, an odd stride that meets all exponents, signs, infinities and NaNs.</summary>
    private const uint Stride = 1009;

    public static TheoryData<Activation> All => new(Enum.GetValues<Activation>());

    [Theory]
    [MemberData(nameof(All))]
    public void Values_are_their_textbook_formulas(Activation activation)
    {
        ActivationProbe probe = ActivationProbe.Of(activation);
        for (double x = -8.013; x < 8; x += 0.01) Assert.Equal(ReferenceMlp.Value(activation, x), probe.Value(x), 1e-14 * Math.Max(1, Math.Abs(x)));
    }

    // Central differences over 2e-5 are off by third derivative · 1e-10 / 6 and by rounding, 1e-15 / 1e-5: 1e-8 leaves a margin of ten.
    [Theory]
    [MemberData(nameof(All))]
    public void Derivatives_are_those_of_the_values(Activation activation)
    {
        ActivationProbe probe = ActivationProbe.Of(activation);
        for (double x = -8.013; x < 8; x += 0.05) Assert.Equal(Slope(probe.Value, x), probe.Derivative(x), 1e-8);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Second_derivatives_are_those_of_the_derivatives(Activation activation)
    {
        ActivationProbe probe = ActivationProbe.Of(activation);
        for (double x = -8.013; x < 8; x += 0.05) Assert.Equal(Slope(probe.Derivative, x), probe.SecondDerivative(x), 1e-8);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Smooth_are_those_with_a_second_derivative_and_not_piecewise_linear(Activation activation)
    {
        Assert.Equal(Activations.IsSmooth(activation), ActivationProbe.Of(activation).SecondDerivative(-0.5) != 0);
        Assert.Equal(Activations.IsSmooth(activation), !ActivationProbe.Of(activation).IsPiecewiseLinear);
    }

    [Theory]
    [InlineData(Activation.Relu, 0)]
    [InlineData(Activation.LeakyRelu, 6e-8)]
    [InlineData(Activation.Silu, 4e-7)]
    [InlineData(Activation.Tanh, 4e-7)]
    [InlineData(Activation.Sigmoid, 4e-7)]
    [InlineData(Activation.Softplus, 4e-7)]
    [InlineData(Activation.Elu, 4e-7)]
    public void Over_all_floats_the_error_is_below_what_is_promised_relative_to_1_or_the_value(Activation activation, double promised)
    {
        ActivationProbe probe = ActivationProbe.Of(activation);
        var x = new float[4096];
        double worst = 0;
        for (ulong bits = 0; bits < 1ul << 32; bits += (ulong)x.Length * Stride)
        {
            for (int i = 0; i < x.Length; i++) x[i] = BitConverter.UInt32BitsToSingle((uint)(bits + (ulong)i * Stride));
            float[] y = probe.All<Lanes16>(x);
            for (int i = 0; i < x.Length; i++) worst = Math.Max(worst, Error(ReferenceMlp.Value(activation, x[i]), y[i]));
        }

        Assert.InRange(worst, 0, promised);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Derivatives_in_single_precision_are_within_1e6(Activation activation)
    {
        ActivationProbe probe = ActivationProbe.Of(activation);
        float[] x = [.. Enumerable.Range(0, 4096).Select(i => (i - 2048) * 0.0137f)], all = probe.All<Lanes16>(x);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(probe.Derivative(x[i]), all[2 * x.Length + i], 1e-6);
            Assert.Equal(probe.SecondDerivative(x[i]), all[3 * x.Length + i], 2e-6);
        }
    }

    [Property(MaxTest = 500)]
    internal void Every_width_gives_each_lane_the_bits_of_a_single_number(Activation activation, int first, int factor)
    {
        ActivationProbe probe = ActivationProbe.Of(activation);
        var x = new float[16];
        for (int i = 0; i < x.Length; i++) x[i] = BitConverter.Int32BitsToSingle(first + i * factor);
        float[] single = probe.All<Lanes1>(x);
        Same.BitsOrNaN(single, probe.All<Lanes4>(x));
        Same.BitsOrNaN(single, probe.All<Lanes8>(x));
        Same.BitsOrNaN(single, probe.All<Lanes16>(x));
    }

    [Property(MaxTest = 500)]
    internal void A_value_has_the_same_bits_with_its_derivative_as_alone(Activation activation, int[] bits)
    {
        float[] x = [.. bits.Take(16).Select(b => BitConverter.Int32BitsToSingle(b * 0x3779)), .. new float[Math.Max(0, 16 - bits.Length)]];
        float[] all = ActivationProbe.Of(activation).All<Lanes16>(x);
        Same.BitsOrNaN(all.AsSpan(0, 16), all.AsSpan(16, 16));
    }

    /// <summary>Zero where both are no number or the same infinity.</summary>
    private static double Error(double expected, float actual) =>
        expected.Equals((double)actual) ? 0 : Math.Abs(expected - actual) is var error && double.IsNaN(error) ? double.PositiveInfinity : error / Math.Max(1, Math.Abs(expected));

    private static double Slope(Func<double, double> f, double x) => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;
}
