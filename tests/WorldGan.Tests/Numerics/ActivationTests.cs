using FsCheck;
using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class ActivationTests
{
    public static TheoryData<Activation> All => new(Enum.GetValues<Activation>());

    [Property]
    public void Values_are_their_textbook_formulas(int hundredths)
    {
        double x = hundredths / 100.0;
        Close(Math.Max(x, 0), Activations.Value(Activation.Relu, x));
        Close(x > 0 ? x : 0.2 * x, Activations.Value(Activation.LeakyRelu, x));
        Close(x / (1 + Math.Exp(-x)), Activations.Value(Activation.Silu, x));
        Close(Math.Tanh(x), Activations.Value(Activation.Tanh, x));
    }

    // Central differences over 2e-5 are off by third derivative · 1e-10 / 6 and by rounding, 1e-15 / 1e-5: 1e-8 leaves a margin of ten.
    [Theory]
    [MemberData(nameof(All))]
    public void Derivatives_are_those_of_the_values(Activation activation)
    {
        for (double x = -8.013; x < 8; x += 0.05)
            Assert.Equal(Slope(y => Activations.Value(activation, y), x), Activations.Derivative(activation, x), 1e-8);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Second_derivatives_are_those_of_the_derivatives(Activation activation)
    {
        for (double x = -8.013; x < 8; x += 0.05)
            Assert.Equal(Slope(y => Activations.Derivative(activation, y), x), Activations.SecondDerivative(activation, x), 1e-8);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Smooth_are_those_with_a_second_derivative(Activation activation) =>
        Assert.Equal(Activations.IsSmooth(activation), Activations.SecondDerivative(activation, 0.5) != 0);

    [Theory]
    [MemberData(nameof(All))]
    public void Zero_stays_zero_so_that_padding_does(Activation activation)
    {
        Assert.Equal(0f, Activations.Value(activation, 0f));
        Assert.Equal(0.0, Activations.Value(activation, 0.0));
    }

    // The exponential's 2.3e-7, and roundings of a sum and a division.
    [Theory]
    [MemberData(nameof(All))]
    public void Single_precision_is_within_4e7_of_double_relative_to_1_or_the_value(Activation activation)
    {
        for (float x = -30; x < 30; x += 0.00137f)
        {
            double exact = Activations.Value(activation, (double)x), slope = Activations.Derivative(activation, (double)x);
            Assert.InRange(Math.Abs(Activations.Value(activation, x) - exact), 0, 4e-7 * Math.Max(1, Math.Abs(exact)));
            Assert.InRange(Math.Abs(Activations.Derivative(activation, x) - slope), 0, 1e-6);
        }
    }

    [Property]
    public void Vectors_give_the_bits_of_the_single_numbers(Activation activation, int[] bits)
    {
        float[] x = [.. bits.Select(b => BitConverter.Int32BitsToSingle(b * 0x3779)), .. Draws.Singles(Panels.Pad(bits.Length) + 16 - bits.Length, (ulong)bits.Length)];
        float[] gradient = Draws.Singles(x.Length, 7), value = new float[x.Length], product = [.. gradient];
        VectorActivations.Apply<float>(activation, x, value);
        VectorActivations.MultiplyByDerivative<float>(activation, x, product);
        for (int i = 0; i < x.Length; i++)
        {
            SameOrBothNaN(Activations.Value(activation, x[i]), value[i]);
            SameOrBothNaN(gradient[i] * Activations.Derivative(activation, x[i]), product[i]);
        }
    }

    [Property]
    public void Double_precision_goes_through_the_single_numbers(Activation activation, NormalFloat[] numbers)
    {
        double[] x = [.. numbers.Select(n => n.Get)], value = new double[x.Length], product = [.. x];
        VectorActivations.Apply<double>(activation, x, value);
        VectorActivations.MultiplyByDerivative<double>(activation, x, product);
        Same.Bits(Array.ConvertAll(x, v => Activations.Value(activation, v)), value);
        Same.Bits(Array.ConvertAll(x, v => v * Activations.Derivative(activation, v)), product);
    }

    private static double Slope(Func<double, double> f, double x) => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, 1e-14 * Math.Max(1, Math.Abs(expected)));

    private static void SameOrBothNaN(float expected, float actual) =>
        Assert.True(BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual) || (float.IsNaN(expected) && float.IsNaN(actual)), $"Expected {expected}, got {actual}.");
}
