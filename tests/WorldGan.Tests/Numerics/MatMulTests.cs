using FsCheck.Xunit;
using WorldGan.Numerics;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Tests.Numerics;

[Properties(Arbitrary = [typeof(Product)], MaxTest = 40)]
public class MatMulTests
{
    [Property]
    internal void At_every_width_the_fast_kernel_gives_the_bits_of_three_plain_loops_and_touches_nothing_else(Product product)
    {
        float[] left = product.Left(), right = product.Right(), bias = product.Bias(), expected = product.Start();
        product.Plain(left, right, expected, bias);
        Same.Bits(expected, Got((got) => product.Run(left, right, got, bias)));
        Same.Bits(expected, Got((got) => product.Fast<Lanes1>(left, right, got, bias)));
        Same.Bits(expected, Got((got) => product.Fast<Lanes4>(left, right, got, bias)));
        Same.Bits(expected, Got((got) => product.Fast<Lanes8>(left, right, got, bias)));
        Same.Bits(expected, Got((got) => product.Fast<Lanes16>(left, right, got, bias)));

        float[] Got(Action<float[]> multiply)
        {
            float[] result = product.Start();
            multiply(result);
            return result;
        }
    }

    /// <summary>Products and sums of small whole numbers are exact, so there is only one right answer.</summary>
    [Property]
    internal void Whole_numbers_are_multiplied_exactly(Product product)
    {
        float[] left = Whole(product.Left()), right = Whole(product.Right()), bias = Whole(product.Bias()), start = Whole(product.Start());
        float[] got = [.. start];
        product.Run(left, right, got, bias);
        int stride = product.PaddedColumns + product.Slack;
        for (int m = 0; m < product.Rows; m += 7)
            for (int n = 0; n < product.Columns; n += 5)
            {
                int sum = (int)(product.HasBias ? bias[n] : start[m * stride + n]);
                for (int k = 0; k < product.Inner; k++)
                    sum += (int)left[m * product.LeftRowStride + k * product.LeftColumnStride] * (int)right[product.RightIndex(k, n)];
                Assert.Equal(sum, got[m * stride + n]);
            }
    }

    /// <summary>The chain starts at the bias: adding it last would round differently.</summary>
    [Fact]
    public void Every_element_is_one_chain_of_fused_multiply_adds_from_the_bias_on()
    {
        var product = new Product(7, 40, 16, IsTransposed: false, HasWeightPanels: true, HasBias: true, Slack: 0, Seed: 1);
        float[] left = product.Left(), right = product.Right(), bias = product.Bias(), got = product.Start();
        product.Run(left, right, got, bias);
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
        float[] left = product.Left(), right = product.Right(), result = product.Start(), bias = new float[product.PaddedColumns];
        product.Run(left, right, result, bias);
        Refuses(product, left[..^1], right, result, bias);
        Refuses(product, left, right[..^1], result, bias);
        Refuses(product, left, right, result[..^1], bias);
        Refuses(product, left, right, result, bias[..^1]);
    }

    [Fact]
    public void Columns_that_fill_no_whole_panels_are_refused() =>
        Assert.Equal("A product of [1, 1] and [1, 8] does not fit its buffers.", Assert.Throws<ArgumentException>(() =>
            MatMul.Run(new LeftFactor<float>(new float[1], 1, 1), new PanelMatrix<float>(new float[16], 16, 16), new PanelMatrix<float>(new float[16], 16, 16), [], 1, 1, 8)).Message);

    [Fact]
    public void A_product_over_nothing_is_its_start()
    {
        float[] result = Draws.Singles(16, 1), bias = Draws.Singles(16, 2);
        float[] kept = [.. result];
        MatMul.Run(new LeftFactor<float>([], 0, 1), new PanelMatrix<float>([], 16, 16), new PanelMatrix<float>(result, 16, 16), [], 1, 0, 16);
        Same.Bits(kept, result);
        MatMul.Run(new LeftFactor<float>([], 0, 1), new PanelMatrix<float>([], 16, 16), new PanelMatrix<float>(result, 16, 16), bias, 1, 0, 16);
        Same.Bits(bias, result);
    }

    private static float[] Whole(float[] values) => Array.ConvertAll(values, x => MathF.Round(4 * x));

    private static void Refuses(Product product, float[] left, float[] right, float[] result, float[] bias) =>
        Assert.Contains("does not fit its buffers", Assert.Throws<ArgumentException>(() => product.Run(left, right, result, bias)).Message);
}
