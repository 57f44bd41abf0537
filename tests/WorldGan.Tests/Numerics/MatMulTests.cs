using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

[Properties(Arbitrary = [typeof(Product)], MaxTest = 40)]
public class MatMulTests
{
    [Property]
    internal void At_every_width_the_kernel_gives_the_bits_of_three_plain_loops_and_touches_nothing_else(Product product) =>
        AllTheSame(product.Computed<NoEpilogue>(Epilogue.None, Activation.Relu));

    [Property(MaxTest = 20)]
    internal void With_any_epilogue_as_well(Product product)
    {
        AllTheSame(product.Computed<Activated<Silu>>(Epilogue.Activate, Activation.Silu));
        AllTheSame(product.Computed<Activated<LeakyRelu>>(Epilogue.Activate, Activation.LeakyRelu));
        AllTheSame(product.Computed<ActivatedWithSlope<Elu>>(Epilogue.ActivateAndKeepSlopes, Activation.Elu));
        AllTheSame(product.Computed<Curved<Tanh>>(Epilogue.SecondDerivative, Activation.Tanh));
        AllTheSame(product.Computed<TimesSlope>(Epilogue.TimesSlopes, Activation.Relu));
        AllTheSame(product.Computed<TimesSlopeOfValue<LeakyRelu>>(Epilogue.TimesSlopesOfValues, Activation.LeakyRelu));
    }

    /// <summary>Each kind of tile, also those that a random shape seldom meets.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(40)]
    [InlineData(136)]
    public void With_epilogues_in_registers_every_kind_of_tile_gives_the_bits_of_three_plain_loops(int columns)
    {
        foreach (int rows in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 22])
            foreach (StartForm start in Enum.GetValues<StartForm>())
            {
                var product = new Product(rows, 5, columns, LeftForm.Rows, HasWeightPanels: true, start, Slack: 1, Seed: rows);
                AllTheSame(product.Computed<Activated<LeakyRelu>>(Epilogue.Activate, Activation.LeakyRelu));
                AllTheSame(product.Computed<TimesSlope>(Epilogue.TimesSlopes, Activation.Relu));
                AllTheSame(product.Computed<TimesSlopeOfValue<Relu>>(Epilogue.TimesSlopesOfValues, Activation.Relu));
            }
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.LeakyRelu)]
    public void Where_an_activation_is_piecewise_linear_its_values_say_what_its_slopes_say(Activation activation)
    {
        float[] sums = [.. Draws.Singles(121, 5), 0, -0f, float.Epsilon, -float.Epsilon, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        float[] factors = Draws.Singles(sums.Length, 6);
        (float[] values, float[] slopes) = ByNumber(sums, new float[sums.Length], Epilogue.ActivateAndKeepSlopes, activation);
        Same.Bits(
            ByNumber(factors, slopes, Epilogue.TimesSlopes, activation).Result,
            ByNumber(factors, values, Epilogue.TimesSlopesOfValues, activation).Result);
    }

    [Fact]
    public void Where_it_is_not_its_values_are_refused() =>
        Assert.Contains("Expected an epilogue that Silu has", Assert.Throws<ArgumentOutOfRangeException>(() => ByNumber(new float[8], new float[8], Epilogue.TimesSlopesOfValues, Activation.Silu)).Message);

    /// <summary>An epilogue of each number by itself, as the sum of a product without an inner dimension.</summary>
    private static (float[] Result, float[] Slopes) ByNumber(float[] sums, float[] slopes, Epilogue epilogue, Activation activation)
    {
        (float[] result, float[] kept) = ([.. sums], [.. slopes]);
        MatMul.Run(
            new MatrixProduct<float> { Left = new([], 1, 1), Right = new(new float[Panels.Width], Panels.Width, 0), Result = new(result, sums.Length, Panels.Width), Slopes = kept, Rows = 1, Inner = 0, Columns = sums.Length },
            epilogue, activation);
        return (result, kept);
    }

    /// <summary>Products and sums of small whole numbers are exact, so there is only one right answer.</summary>
    [Property]
    internal void Whole_numbers_are_multiplied_exactly(Product product)
    {
        float[] left = Whole(product.Left()), right = Whole(product.Right()), bias = Whole(product.Bias()), start = Whole(product.Start());
        float[] got = [.. start];
        MatMul.Run(product.Of(left, right, got, bias));
        for (int m = 0; m < product.Rows; m += 7)
            for (int n = 0; n < product.Columns; n += 5)
            {
                int sum = (int)(product.StartForm switch
                {
                    StartForm.Bias => bias[n],
                    StartForm.RowBias => bias[m],
                    _ => start[m * product.ResultStride + n],
                });
                for (int k = 0; k < product.Inner; k++)
                    sum += (int)left[product.LeftIndex(m, k)] * (int)right[product.RightIndex(k, n)];
                Assert.Equal(sum, got[m * product.ResultStride + n]);
            }
    }

    /// <summary>The chain starts at the bias: adding it last would round differently.</summary>
    [Fact]
    public void Every_element_is_one_chain_of_fused_multiply_adds_from_the_bias_on()
    {
        var product = new Product(7, 40, 16, LeftForm.Rows, HasWeightPanels: true, StartForm.Bias, Slack: 0, Seed: 1);
        float[] left = product.Left(), right = product.Right(), bias = product.Bias(), got = product.Start();
        MatMul.Run(product.Of(left, right, got, bias));
        for (int m = 0; m < product.Rows; m++)
        {
            float chain = bias[3];
            for (int k = 0; k < product.Inner; k++) chain = MathF.FusedMultiplyAdd(left[m * product.Inner + k], right[k * Panels.Width + 3], chain);
            Assert.Equal(chain, got[m * Panels.Width + 3]);
        }
    }

    [Property]
    internal void A_buffer_that_is_one_number_short_is_refused(Product product)
    {
        float[] left = product.Left(), right = product.Right(), result = product.Start(), bias = product.Bias(), slopes = product.Slopes();
        MatMul.Run(product.Of(left, right, result, bias, slopes), Epilogue.TimesSlopes);
        Refuses(product, left[..^1], right, result, bias, slopes);
        Refuses(product, left, right[..^1], result, bias, slopes);
        Refuses(product, left, right, result[..^1], bias, slopes);
        if (bias.Length > 1) Refuses(product, left, right, result, bias[..^1], slopes);
        Refuses(product, left, right, result, bias, slopes[..^1]);
    }

    [Fact]
    public void Columns_that_fill_no_whole_half_panels_are_refused() =>
        Assert.Equal("A product of [1, 1] and [1, 4] does not fit its buffers.", Assert.Throws<ArgumentException>(() =>
            MatMul.Run(Small(new float[16], [], inner: 1, columns: 4))).Message);

    [Fact]
    public void A_product_over_nothing_is_its_start()
    {
        float[] result = Draws.Singles(16, 1), bias = Draws.Singles(16, 2);
        float[] kept = [.. result];
        MatMul.Run(Small(result, []));
        Same.Bits(kept, result);
        MatMul.Run(Small(result, bias));
        Same.Bits(bias, result);
    }

    private static MatrixProduct<float> Small(float[] result, float[] bias, int inner = 0, int columns = 16) => new()
    {
        Left = new(new float[inner], inner, 1),
        Right = new(new float[16 * inner], 16, 16 * inner),
        Result = new(result, 16, 16),
        Bias = bias,
        Rows = 1,
        Inner = inner,
        Columns = columns,
    };

    private static float[] Whole(float[] values) => Array.ConvertAll(values, x => MathF.Round(4 * x));

    private static void AllTheSame((float[] Result, float[] Slopes)[] computed)
    {
        foreach ((float[] result, float[] slopes) in computed)
        {
            Same.Bits(computed[0].Result, result);
            Same.Bits(computed[0].Slopes, slopes);
        }
    }

    private static void Refuses(Product product, float[] left, float[] right, float[] result, float[] bias, float[] slopes) =>
        Assert.Contains("does not fit its buffers", Assert.Throws<ArgumentException>(() => MatMul.Run(product.Of(left, right, result, bias, slopes), Epilogue.TimesSlopes)).Message);
}
