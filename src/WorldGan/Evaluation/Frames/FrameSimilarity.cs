using WorldGan.Numerics;

namespace WorldGan.Evaluation.Frames;

/// <summary>How like a predicted image is to the true one. Images are [height, width] numbers of one channel, from 0 to 1; of several channels take the mean.</summary>
/// <example><code>
/// float[] truth = new float[32 * 32], predicted = new float[32 * 32];
/// predicted[40] = 0.5f;
/// Console.WriteLine($"{FrameSimilarity.Psnr(truth, predicted):0.0} dB, SSIM {FrameSimilarity.Ssim(truth, predicted, 32, 32):0.000}");
/// </code></example>
public static class FrameSimilarity
{
    private const int Window = 11;
    private const double Spread = 1.5, C1 = 0.01 * 0.01, C2 = 0.03 * 0.03;

    // 100 dB: equal images would have an infinite ratio, which no mean survives.
    private const double Least = 1e-10;

    private static readonly double[] Weights = MakeWeights();

    /// <summary>The peak signal-to-noise ratio in decibels, 10 log₁₀(1 / mean squared error); 100 at most. Higher is better.</summary>
    public static double Psnr(ReadOnlySpan<float> truth, ReadOnlySpan<float> predicted)
    {
        Expect(truth, predicted);
        double sum = 0;
        for (int i = 0; i < truth.Length; i++) sum += Square(truth[i] - predicted[i]);
        return Decibels(sum / truth.Length);
    }

    /// <summary>
    /// The mean structural similarity (Wang, Bovik, Sheikh and Simoncelli, 2004): windows of 11 x 11 with a Gaussian of 1.5 pixels wherever they fit, K₁ = 0.01, K₂ = 0.03. 1 for equal images.
    /// </summary>
    /// <exception cref="ArgumentException">A shape is wrong, or a side is shorter than the window.</exception>
    public static double Ssim(ReadOnlySpan<float> truth, ReadOnlySpan<float> predicted, int height, int width)
    {
        Expect(truth, predicted, height, width);
        if (height < Window || width < Window) throw new ArgumentException($"Expected an image of at least {Window} x {Window} pixels, got {height} x {width}.");
        double sum = 0;
        for (int row = 0; row <= height - Window; row++)
            for (int column = 0; column <= width - Window; column++) sum += SsimAt(truth, predicted, row * width + column, width);
        return sum / ((height - Window + 1) * (width - Window + 1));
    }

    /// <summary>
    /// How alike the edges are in strength and place, in decibels (arXiv:1511.05440, equation 7): 10 log₁₀(1 / mean |(∇ᵢY + ∇ⱼY) − (∇ᵢŶ + ∇ⱼŶ)|), where ∇ is the absolute difference
    /// to the pixel before, in a column and in a row; 100 at most. Higher is better.
    /// </summary>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public static double Sharpness(ReadOnlySpan<float> truth, ReadOnlySpan<float> predicted, int height, int width)
    {
        Expect(truth, predicted, height, width);
        double sum = 0;
        for (int row = 1; row < height; row++)
        {
            for (int column = 1; column < width; column++)
            {
                int i = row * width + column;
                sum += Math.Abs(Slopes(truth, i, width) - Slopes(predicted, i, width));
            }
        }

        return Decibels(sum / ((height - 1) * (width - 1)));
    }

    /// <summary>The sum of squared differences between neighbouring pixels. Whatever is blurred, or drawn half in two places, has less than what is sharp, wherever it stands.</summary>
    /// <exception cref="ArgumentException">The shape is wrong.</exception>
    public static double EdgeEnergy(ReadOnlySpan<float> image, int height, int width)
    {
        Expect(image, image, height, width);
        double sum = 0;
        for (int i = 0; i < image.Length; i++)
        {
            if (i >= width) sum += Square(image[i] - image[i - width]);
            if (i % width > 0) sum += Square(image[i] - image[i - 1]);
        }

        return sum;
    }

    private static double SsimAt(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int corner, int width)
    {
        double meanX = 0, meanY = 0, squareX = 0, squareY = 0, product = 0;
        for (int row = 0; row < Window; row++)
        {
            for (int column = 0; column < Window; column++)
            {
                double weight = Weights[row] * Weights[column], a = x[corner + row * width + column], b = y[corner + row * width + column];
                (meanX, meanY) = (meanX + weight * a, meanY + weight * b);
                (squareX, squareY, product) = (squareX + weight * a * a, squareY + weight * b * b, product + weight * a * b);
            }
        }

        double varianceX = squareX - meanX * meanX, varianceY = squareY - meanY * meanY, covariance = product - meanX * meanY;
        return (2 * meanX * meanY + C1) * (2 * covariance + C2) / ((meanX * meanX + meanY * meanY + C1) * (varianceX + varianceY + C2));
    }

    private static double Slopes(ReadOnlySpan<float> image, int i, int width) => Math.Abs((double)image[i] - image[i - width]) + Math.Abs((double)image[i] - image[i - 1]);

    private static double Decibels(double error) => -10 * ExactMath.Log(Math.Max(error, Least)) / ExactMath.Log(10);

    private static double Square(double x) => x * x;

    private static double[] MakeWeights()
    {
        double[] weights = [.. Enumerable.Range(0, Window).Select(i => ExactMath.Exp(-Square(i - Window / 2) / (2 * Spread * Spread)))];
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static void Expect(ReadOnlySpan<float> truth, ReadOnlySpan<float> predicted, int height, int width)
    {
        if (truth.Length != height * width) throw new ArgumentException($"Expected an image of shape [{height}, {width}], got {truth.Length} numbers.");
        Expect(truth, predicted);
    }

    private static void Expect(ReadOnlySpan<float> truth, ReadOnlySpan<float> predicted)
    {
        if (truth.IsEmpty || truth.Length != predicted.Length) throw new ArgumentException($"Expected two images of one size, got {truth.Length} and {predicted.Length} numbers.");
    }
}
