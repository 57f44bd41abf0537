using WorldGan.Numerics;

namespace WorldGan.Evaluation.Outcomes;

/// <summary>Distances between two sets of points that were drawn from two distributions; 0 where the distributions are the same.</summary>
internal static class OutcomeDistance
{
    private static readonly double[] Bandwidths = [0.1, 1];

    /// <summary>
    /// Energy distance 2 E|X - Y| - E|X - X'| - E|Y - Y'| (Székely and Rizzo, "Energy statistics", 2013), unbiased: it can fall a little below zero.
    /// </summary>
    /// <param name="x">[n, D] points.</param>
    /// <param name="y">[m, D] points.</param>
    /// <param name="dimensions">D.</param>
    public static double Energy(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int dimensions) => 2 * Between(x, y, dimensions, d => d) - Within(x, dimensions, d => d) - Within(y, dimensions, d => d);

    /// <summary>
    /// Squared maximum mean discrepancy, unbiased (Gretton and others, "A kernel two-sample test", 2012, equation 3), under the mean of Gaussian kernels of the
    /// widths 0.1 and 1.
    /// </summary>
    /// <inheritdoc cref="Energy"/>
    public static double MeanDiscrepancy(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int dimensions) => Within(x, dimensions, Kernel) + Within(y, dimensions, Kernel) - 2 * Between(x, y, dimensions, Kernel);

    /// <summary>Wasserstein-1 distance along one dimension, between equally many points: the mean distance of the points in order.</summary>
    /// <param name="x">[n, D] points.</param>
    /// <param name="y">[n, D] points.</param>
    /// <param name="dimensions">D.</param>
    /// <param name="dimension">The dimension.</param>
    public static double Wasserstein(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int dimensions, int dimension)
    {
        float[] left = Sorted(x, dimensions, dimension), right = Sorted(y, dimensions, dimension);
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += Math.Abs((double)left[i] - right[i]);
        return sum / left.Length;
    }

    /// <summary>The distance of two points.</summary>
    public static double Of(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double square = 0;
        for (int j = 0; j < x.Length; j++) square += ((double)x[j] - y[j]) * ((double)x[j] - y[j]);
        return Math.Sqrt(square);
    }

    private static double Kernel(double distance)
    {
        double sum = 0;
        foreach (double width in Bandwidths) sum += ExactMath.Exp(-distance * distance / (2 * width * width));
        return sum / Bandwidths.Length;
    }

    private static float[] Sorted(ReadOnlySpan<float> x, int dimensions, int dimension)
    {
        var values = new float[x.Length / dimensions];
        for (int i = 0; i < values.Length; i++) values[i] = x[i * dimensions + dimension];
        Array.Sort(values);
        return values;
    }

    private static double Between(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int dimensions, Func<double, double> of)
    {
        int rows = x.Length / dimensions, columns = y.Length / dimensions;
        double sum = 0;
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) sum += of(Of(x.Slice(i * dimensions, dimensions), y.Slice(j * dimensions, dimensions)));
        return sum / ((double)rows * columns);
    }

    private static double Within(ReadOnlySpan<float> x, int dimensions, Func<double, double> of)
    {
        int rows = x.Length / dimensions;
        double sum = 0;
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < i; j++) sum += of(Of(x.Slice(i * dimensions, dimensions), x.Slice(j * dimensions, dimensions)));
        return 2 * sum / ((double)rows * (rows - 1));
    }
}
