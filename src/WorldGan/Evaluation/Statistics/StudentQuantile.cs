namespace WorldGan.Evaluation.Statistics;

/// <summary>Quantiles of Student's distribution, for intervals around what few opinions say.</summary>
internal static class StudentQuantile
{
    /// <summary>The 95th percentile of the standard normal distribution: an interval of 90 % lies between this and its negative.</summary>
    public const double Normal95 = 1.6448536269514722;

    /// <summary>
    /// The 95th percentile, by the expansion around the normal one (Abramowitz and Stegun 1964, 26.7.5): off by less than 1 % from 2 degrees of freedom on, by 5 % at 1.
    /// </summary>
    /// <param name="degreesOfFreedom">At least 1; infinity gives the normal quantile.</param>
    public static double At95(double degreesOfFreedom)
    {
        const double z = Normal95, z2 = z * z;
        double n = Math.Max(degreesOfFreedom, 1);
        double first = z * (z2 + 1) / 4;
        double second = z * ((5 * z2 + 16) * z2 + 3) / 96;
        double third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
        double fourth = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
        return z + (first + (second + (third + fourth / n) / n) / n) / n;
    }
}
