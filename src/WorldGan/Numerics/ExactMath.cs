using System.Numerics;

namespace WorldGan.Numerics;

/// <summary>
/// Exponential, logarithm, sine and cosine that give the same bits on every machine: only additions, multiplications,
/// divisions and roots, which IEEE 754 rounds exactly. The platform's libm differs between machines in the last bit.
/// Polynomials and reductions as in fdlibm (Sun Microsystems, 1993); errors are below 1 unit in the last place.
/// </summary>
public static class ExactMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double HalfPiHigh = 1.57079632673412561417e+00;   // 33 bits: n * HalfPiHigh is exact for |n| < 2^20
    private const double HalfPiMiddle = 6.07710050630396597660e-11; // the next 33 bits
    private const double HalfPiLow = 2.02226624879595063154e-21;

    /// <summary>e to the power <paramref name="x"/>.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 709.782712893384) return double.PositiveInfinity;
        if (x < -745.1332191019411) return 0;

        double k = Math.Round(x * 1.44269504088896338700);
        double high = x - k * Ln2High, low = k * Ln2Low, r = high - low, t = r * r;
        double c = r - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * (6.61375632143793436117e-05
            + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
        double y = 1 - (low - r * c / (2 - c) - high);
        return Math.ScaleB(y, (int)k);
    }

    /// <summary>Natural logarithm of <paramref name="x"/>.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0) return double.NaN;
        if (x == 0) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x)) return x;

        int k = Math.ILogB(x);
        double m = Math.ScaleB(x, -k);                              // [1, 2)
        if (m > 1.4142135623730951) { m *= 0.5; k++; }              // [√½, √2]
        double f = m - 1, s = f / (2 + f), z = s * s, w = z * z;
        double t1 = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
        double t2 = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
        double halfSquare = 0.5 * f * f;
        return k * Ln2High - (halfSquare - (s * (halfSquare + t1 + t2) + k * Ln2Low) - f);
    }

    /// <summary>Sine of an angle in radians.</summary>
    public static double Sin(double radians)
    {
        (double r, int quadrant) = Reduce(radians);
        double y = (quadrant & 1) == 0 ? SinKernel(r) : CosKernel(r);
        return (quadrant & 2) == 0 ? y : -y;
    }

    /// <summary>Cosine of an angle in radians.</summary>
    public static double Cos(double radians)
    {
        (double r, int quadrant) = Reduce(radians);
        double y = (quadrant & 1) == 0 ? CosKernel(r) : SinKernel(r);
        return quadrant is 1 or 2 ? -y : y;
    }

    /// <summary>The angle in [-π, π) that differs from <paramref name="radians"/> by whole turns.</summary>
    public static float WrapAngle(float radians) => WrapAngle<float>(radians);

    /// <inheritdoc cref="WrapAngle(float)"/>
    internal static T WrapAngle<T>(T radians)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (radians >= -T.Pi && radians < T.Pi) return radians;
        T wrapped = T.CreateTruncating(Math.IEEERemainder(double.CreateTruncating(radians), Math.Tau));
        return wrapped >= T.Pi || wrapped < -T.Pi ? -T.Pi : wrapped;
    }

    private static (double Remainder, int Quadrant) Reduce(double x)
    {
        if (!double.IsFinite(x)) return (double.NaN, 0);
        if (Math.Abs(x) > 1e6) x = Math.IEEERemainder(x, Math.Tau);
        double n = Math.Round(x * (2 / Math.PI));
        double r = x - n * HalfPiHigh - n * HalfPiMiddle - n * HalfPiLow;
        return (r, (int)n & 3);
    }

    private static double SinKernel(double x)
    {
        double z = x * x;
        return x + z * x * (-1.66666666666666324348e-01 + z * (8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04
            + z * (2.75573137070700676789e-06 + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)))));
    }

    private static double CosKernel(double x)
    {
        double z = x * x;
        double tail = z * z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * (2.48015872894767294178e-05
            + z * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))));
        double half = 0.5 * z, w = 1 - half;
        return w + (1 - w - half + tail);
    }
}
