using WorldGan.Numerics;

namespace WorldGan.Evaluation.Statistics;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    /// <summary>The probability of a number below <paramref name="z"/>, by the series of the error function around 0 and its continued fraction far from it; off by less than 1e-9.</summary>
    public static double Below(double z)
    {
        const double Far = 3;
        double x = Math.Abs(z), density = ExactMath.Exp(-x * x / 2) / Math.Sqrt(Math.Tau);
        double above = x < Far ? 0.5 - density * Series(x) : density / Fraction(x);
        return z < 0 ? above : 1 - above;
    }

    /// <summary>x + x³/3 + x⁵/15 + …</summary>
    private static double Series(double x)
    {
        double term = x, sum = x;
        for (int k = 3; term > 1e-12; k += 2) sum += term *= x * x / k;
        return sum;
    }

    /// <summary>x + 1 / (x + 2 / (x + 3 / …)).</summary>
    private static double Fraction(double x)
    {
        double fraction = x;
        for (int k = 40; k > 0; k--) fraction = x + k / fraction;
        return fraction;
    }
}
