using FsCheck.Xunit;
using WorldGan.Evaluation.Frames;
using WorldGan.Numerics;

namespace WorldGan.Tests.Evaluation.Frames;

public class FrameSimilarityTests
{
    private const int Height = 16, Width = 20;

    /// <summary>A mean squared error of d² is −20 log₁₀ d decibels.</summary>
    [Theory]
    [InlineData(0.1f, 20)]
    [InlineData(0.01f, 40)]
    [InlineData(1f, 0)]
    public void Psnr_of_a_known_offset_is_its_logarithm(float offset, double decibels)
    {
        float[] truth = new float[Height * Width];
        Assert.Equal(decibels, FrameSimilarity.Psnr(truth, [.. truth.Select(pixel => pixel + offset)]), 4);
    }

    [Property]
    public void Equal_images_have_the_highest_of_everything(ulong seed)
    {
        float[] image = Noise(seed);
        Assert.Equal(100, FrameSimilarity.Psnr(image, image), 9);
        Assert.Equal(1, FrameSimilarity.Ssim(image, image, Height, Width), 9);
        Assert.Equal(100, FrameSimilarity.Sharpness(image, image, Height, Width), 9);
    }

    [Property]
    public void Similarities_do_not_ask_which_image_is_the_true_one(ulong seed)
    {
        float[] a = Noise(seed), b = Noise(seed + 1);
        Assert.Equal(FrameSimilarity.Ssim(a, b, Height, Width), FrameSimilarity.Ssim(b, a, Height, Width), 9);
        Assert.Equal(FrameSimilarity.Sharpness(a, b, Height, Width), FrameSimilarity.Sharpness(b, a, Height, Width), 9);
        Assert.InRange(FrameSimilarity.Ssim(a, b, Height, Width), -1, 1);
    }

    /// <summary>Between two plain greys only the first factor is left: (2xy + C₁) / (x² + y² + C₁).</summary>
    [Fact]
    public void Ssim_of_two_greys_is_that_of_their_brightness()
    {
        float[] dark = new float[Height * Width], bright = new float[Height * Width];
        Array.Fill(dark, 0.25f);
        Array.Fill(bright, 0.5f);
        Assert.Equal((2 * 0.25 * 0.5 + 1e-4) / (0.25 * 0.25 + 0.5 * 0.5 + 1e-4), FrameSimilarity.Ssim(dark, bright, Height, Width), 6);
    }

    /// <summary>Wang and others (2004), equations 13 to 16, window by window with centred sums, as the paper writes them.</summary>
    [Property(MaxTest = 20)]
    public void Ssim_is_that_of_a_plain_computation(ulong seed)
    {
        float[] x = Noise(seed), y = [.. Noise(seed + 1).Zip(x, (noise, pixel) => 0.5f * noise + 0.5f * pixel)];
        double[,] weights = new double[11, 11];
        double all = 0;
        for (int i = 0; i < 11; i++)
            for (int j = 0; j < 11; j++) all += weights[i, j] = Math.Exp(-((i - 5) * (i - 5) + (j - 5) * (j - 5)) / 4.5);
        double sum = 0;
        int windows = 0;
        for (int top = 0; top + 11 <= Height; top++)
            for (int left = 0; left + 11 <= Width; left++, windows++)
            {
                double At(float[] image, int i, int j) => image[(top + i) * Width + left + j];
                double Mean(Func<int, int, double> of)
                {
                    double mean = 0;
                    for (int i = 0; i < 11; i++)
                        for (int j = 0; j < 11; j++) mean += weights[i, j] / all * of(i, j);
                    return mean;
                }

                double mx = Mean((i, j) => At(x, i, j)), my = Mean((i, j) => At(y, i, j));
                double vx = Mean((i, j) => Math.Pow(At(x, i, j) - mx, 2)), vy = Mean((i, j) => Math.Pow(At(y, i, j) - my, 2)), cov = Mean((i, j) => (At(x, i, j) - mx) * (At(y, i, j) - my));
                sum += (2 * mx * my + 1e-4) * (2 * cov + 9e-4) / ((mx * mx + my * my + 1e-4) * (vx + vy + 9e-4));
            }

        Assert.Equal(sum / windows, FrameSimilarity.Ssim(x, y, Height, Width), 9);
    }

    /// <summary>A ramp of slope s down the rows differs from a plain image by s at every pixel; one across it as well adds its own slope.</summary>
    [Fact]
    public void Sharpness_of_a_ramp_against_a_plain_image_is_its_slope()
    {
        float[] plain = new float[Height * Width], down = [.. Enumerable.Range(0, Height * Width).Select(i => i / Width * 0.01f)];
        float[] both = [.. Enumerable.Range(0, Height * Width).Select(i => i / Width * 0.01f + i % Width * 0.02f)];
        Assert.Equal(20, FrameSimilarity.Sharpness(plain, down, Height, Width), 3);
        Assert.Equal(-10 * Math.Log10(0.03), FrameSimilarity.Sharpness(plain, both, Height, Width), 3);
        Assert.Equal((Height - 1) * Width * 0.0001, FrameSimilarity.EdgeEnergy(down, Height, Width), 6);
    }

    /// <summary>What a mean of two futures looks like: the same shape, half as bright, in two places.</summary>
    [Fact]
    public void A_shape_drawn_half_in_two_places_has_half_the_edge_energy()
    {
        float[] here = Square(2), there = Square(12), mean = [.. here.Zip(there, (a, b) => (a + b) / 2)];
        Assert.Equal(FrameSimilarity.EdgeEnergy(here, Height, Width) / 2, FrameSimilarity.EdgeEnergy(mean, Height, Width), 6);
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        float[] image = new float[Height * Width];
        Assert.Throws<ArgumentException>(() => FrameSimilarity.Psnr(image, new float[3]));
        Assert.Throws<ArgumentException>(() => FrameSimilarity.Psnr([], []));
        Assert.Throws<ArgumentException>(() => FrameSimilarity.Ssim(image, image, Width, Width));
        Assert.Throws<ArgumentException>(() => FrameSimilarity.Ssim(new float[100], new float[100], 10, 10));
        Assert.Throws<ArgumentException>(() => FrameSimilarity.Sharpness(image, image, 3, 3));
        Assert.Throws<ArgumentException>(() => FrameSimilarity.EdgeEnergy(image, 3, 3));
    }

    private static float[] Square(int left) => [.. Enumerable.Range(0, Height * Width).Select(i => i / Width is >= 4 and < 9 && i % Width >= left && i % Width < left + 5 ? 1f : 0f)];

    private static float[] Noise(ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Reset);
        float[] image = new float[Height * Width];
        foreach (ref float pixel in image.AsSpan()) pixel = random.NextSingle();
        return image;
    }
}
