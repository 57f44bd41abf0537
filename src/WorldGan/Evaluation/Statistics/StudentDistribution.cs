using WorldGan.Numerics;

namespace WorldGan.Evaluation.Statistics;

/// <summary>Student's distribution, for differences whose standard error is itself an estimate.</summary>
internal static class StudentDistribution
{
    private const int MostTerms = 500;
    private const double Precision = 1e-14, Tiny = 1e-300;

    // Lanczos (1964), g = 7 with nine terms, as in https://en.wikipedia.org/wiki/Lanczos_approximation: Γ to 15 digits.
    private static readonly double[] Lanczos =
        [0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];

    /// <summary>The probability of a number below <paramref name="t"/>.</summary>
    /// <param name="t">The number.</param>
    /// <param name="degreesOfFreedom">At least 1; infinity gives the normal distribution.</param>
    public static double Below(double t, double degreesOfFreedom)
    {
        double n = Math.Max(degreesOfFreedom, 1);
        if (n > 1e6) return Normal.Below(t);
        double beyond = 0.5 * IncompleteBeta(n / (n + t * t), n / 2, 0.5);
        return t < 0 ? beyond : 1 - beyond;
    }

    /// <summary>The regularized incomplete beta function, by its continued fraction where that converges fast (https://dlmf.nist.gov/8.17, equations 8.17.4 and 8.17.22).</summary>
    private static double IncompleteBeta(double x, double a, double b)
    {
        if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
        if (x > (a + 1) / (a + b + 2)) return 1 - IncompleteBeta(1 - x, b, a);
        double factor = ExactMath.Exp(a * ExactMath.Log(x) + b * ExactMath.Log(1 - x) + LogGamma(a + b) - LogGamma(a) - LogGamma(b));
        return factor / (a * Fraction(x, a, b));
    }

    /// <summary>1 + d₁ / (1 + d₂ / (1 + …)), by Lentz's method.</summary>
    private static double Fraction(double x, double a, double b)
    {
        double fraction = 1, up = 1, down = 0;
        for (int k = 1; k < MostTerms; k++)
        {
            int m = k / 2;
            double d = k % 2 == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)) : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            down = 1 / NotZero(1 + d * down);
            up = NotZero(1 + d / up);
            fraction *= up * down;
            if (Math.Abs(up * down - 1) < Precision) break;
        }

        return fraction;
    }

    private static double NotZero(double x) => Math.Abs(x) < Tiny ? Tiny : x;

    private static double LogGamma(double x)
    {
        double sum = Lanczos[0];
        for (int i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (x + i - 1);
        double at = x + 6.5;
        return 0.5 * ExactMath.Log(Math.Tau) + (x - 0.5) * ExactMath.Log(at) - at + ExactMath.Log(sum);
    }
}
