using System.Runtime.InteropServices;
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
        for (double x = -8.013; x < 8; x += 0.01) Assert.Equal(ReferenceMlp.Value(activation, x), Value(activation, x), 1e-14 * Math.Max(1, Math.Abs(x)));
    }

    // Central differences over 2e-5 are off by third derivative · 1e-10 / 6 and by rounding, 1e-15 / 1e-5: 1e-8 leaves a margin of ten.
    [Theory]
    [MemberData(nameof(All))]
    public void Derivatives_are_those_of_the_values(Activation activation)
    {
        for (double x = -8.013; x < 8; x += 0.05)
            Assert.Equal(Slope(y => Value(activation, y), x), Derivative(activation, x), 1e-8);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Second_derivatives_are_those_of_the_derivatives(Activation activation)
    {
        for (double x = -8.013; x < 8; x += 0.05)
            Assert.Equal(Slope(y => Derivative(activation, y), x), SecondDerivative(activation, x), 1e-8);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Smooth_are_those_with_a_second_derivative(Activation activation) =>
        Assert.Equal(Activations.IsSmooth(activation), SecondDerivative(activation, -0.5) != 0);

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
        var x = new float[4096];
        var y = new float[x.Length];
        double worst = 0;
        for (ulong bits = 0; bits < 1ul << 32; bits += (ulong)x.Length * Stride)
        {
            for (int i = 0; i < x.Length; i++) x[i] = BitConverter.UInt32BitsToSingle((uint)(bits + (ulong)i * Stride));
            Activations.Apply<float>(activation, x, y);
            for (int i = 0; i < x.Length; i++) worst = Math.Max(worst, Error(ReferenceMlp.Value(activation, x[i]), y[i]));
        }

        Assert.InRange(worst, 0, promised);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Derivatives_in_single_precision_are_within_1e6(Activation activation)
    {
        for (float x = -30; x < 30; x += 0.0137f)
            Assert.Equal(Derivative(activation, (double)x), Derivative(activation, x), 1e-6);
    }

    [Property]
    public void Every_width_gives_each_lane_the_bits_of_a_single_number(int first, int factor)
    {
        var x = new float[16];
        for (int i = 0; i < x.Length; i++) x[i] = BitConverter.Int32BitsToSingle(first + i * factor);
        SameBits<Relu>(x);
        SameBits<LeakyRelu>(x);
        SameBits<Silu>(x);
        SameBits<Tanh>(x);
        SameBits<Sigmoid>(x);
        SameBits<Softplus>(x);
        SameBits<Elu>(x);
    }

    [Property]
    public void A_derivative_multiplies_what_is_there(Activation activation, float factor)
    {
        float[] x = Draws.Singles(32, 7), product = [.. Enumerable.Repeat(factor, 32)];
        Activations.MultiplyByDerivative<float>(activation, x, product);
        Same.BitsOrNaN(Array.ConvertAll(x, at => factor * Derivative(activation, at)), product);
    }

    [Fact]
    public void A_target_that_is_too_short_is_refused() =>
        Assert.Equal("Expected at least 32 numbers, got 16.", Assert.Throws<ArgumentException>(() => Activations.Apply<float>(Activation.Silu, new float[32], new float[16])).Message);

    /// <summary>Zero where both are no number or the same infinity.</summary>
    private static double Error(double expected, float actual) =>
        expected.Equals((double)actual) ? 0 : Math.Abs(expected - actual) is var error && double.IsNaN(error) ? double.PositiveInfinity : error / Math.Max(1, Math.Abs(expected));

    private static double Slope(Func<double, double> f, double x) => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;

    private static T Value<T>(Activation activation, T x) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        One(x, (from, to) => Activations.Apply<T>(activation, from, to));

    private static T Derivative<T>(Activation activation, T x) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        One(x, (from, to) => Activations.MultiplyByDerivative<T>(activation, from, to));

    private static T SecondDerivative<T>(Activation activation, T x) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        One(x, (from, to) => Activations.MultiplyBySecondDerivative<T>(activation, from, to));

    private static T One<T>(T x, Action<T[], T[]> loop) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        T[] from = [.. Enumerable.Repeat(x, Panels.Width)], to = [.. Enumerable.Repeat(T.One, Panels.Width)];
        loop(from, to);
        return to[0];
    }

    private static void SameBits<F>(float[] x) where F : struct, IActivationFunction
    {
        float[] singles = Lanes<Lanes1, F>(x);
        Same.BitsOrNaN(singles, Lanes<Lanes4, F>(x));
        Same.BitsOrNaN(singles, Lanes<Lanes8, F>(x));
        Same.BitsOrNaN(singles, Lanes<Lanes16, F>(x));
    }

    /// <summary>Values, derivatives and second derivatives, one after the other.</summary>
    private static float[] Lanes<L, F>(float[] x)
        where L : struct, ILanes<L>
        where F : struct, IActivationFunction
    {
        var y = new float[3 * x.Length];
        ref float from = ref MemoryMarshal.GetArrayDataReference(x), to = ref MemoryMarshal.GetArrayDataReference(y);
        for (int i = 0; i < x.Length; i += L.Count)
        {
            L.Store(F.Value(L.Load(ref from, i)), ref to, i);
            L.Store(F.Derivative(L.Load(ref from, i)), ref to, x.Length + i);
            L.Store(F.SecondDerivative(L.Load(ref from, i)), ref to, 2 * x.Length + i);
        }

        return y;
    }
}
