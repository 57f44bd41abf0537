namespace WorldGan.WorldModel;

/// <summary>What turns a logit that was learned from oversampled rows into the logarithm of true odds: slope · logit + shift.</summary>
/// <param name="Slope">Above 1 where the head is surer than it says, as where a boundary is sharp.</param>
/// <param name="Shift">Mostly what the oversampling put in, with its sign turned.</param>
internal readonly record struct LogitCalibration(double Slope, double Shift)
{
    private const int MostSteps = 100;
    private const double PriceOfSlope = 0.001;             // logits that part the answers cleanly would have none

    /// <summary>The probability that is meant by a logit.</summary>
    public double Probability(double logit) => Logistic.Probability(Slope * logit + Shift);

    /// <summary>Minus the log-likelihood of what was seen, averaged.</summary>
    public double Loss(IReadOnlyList<(float Logit, bool Seen)> answers)
    {
        double sum = 0;
        foreach ((float logit, bool seen) in answers) sum += Logistic.Loss(Slope * logit + Shift, seen);
        return sum / answers.Count;
    }

    /// <summary>
    /// The most likely slope and shift (Platt, "Probabilistic outputs for support vector machines", 1999), by damped Newton steps (Lin, Lin and Weng, "A note on
    /// Platt's probabilistic outputs", 2007). In place of their softened targets, which hold back the slope where one answer is rare, the slope has a small price.
    /// </summary>
    /// <param name="answers">Logits of rows as they come, not oversampled.</param>
    public static LogitCalibration Fit(IReadOnlyList<(float Logit, bool Seen)> answers)
    {
        (double slope, double shift) = (1, 0);
        double cost = Cost(answers, slope, shift);
        for (int step = 0; step < MostSteps; step++)
        {
            (double bySlope, double byShift) = Direction(answers, slope, shift);
            double size = 1, next = double.PositiveInfinity;
            for (; size > 1e-8 && !((next = Cost(answers, slope + size * bySlope, shift + size * byShift)) < cost); size /= 2) { }
            if (!(next < cost - 1e-9)) break;
            (slope, shift, cost) = (slope + size * bySlope, shift + size * byShift, next);
        }

        return new LogitCalibration(slope, shift);
    }

    private static double Cost(IReadOnlyList<(float Logit, bool Seen)> answers, double slope, double shift)
    {
        double sum = 0.5 * PriceOfSlope * slope * slope;
        foreach ((float logit, bool seen) in answers) sum += Logistic.Loss(slope * logit + shift, seen);
        return sum;
    }

    private static (double BySlope, double ByShift) Direction(IReadOnlyList<(float Logit, bool Seen)> answers, double slope, double shift)
    {
        double gradientSlope = PriceOfSlope * slope, gradientShift = 0, slopes = PriceOfSlope, both = 0, shifts = 1e-10;
        foreach ((float logit, bool seen) in answers)
        {
            double p = Logistic.Probability(slope * logit + shift), error = p - (seen ? 1 : 0), weight = p * (1 - p);
            gradientSlope += error * logit;
            gradientShift += error;
            slopes += weight * logit * logit;
            both += weight * logit;
            shifts += weight;
        }

        double determinant = slopes * shifts - both * both;
        return (-(shifts * gradientSlope - both * gradientShift) / determinant, -(slopes * gradientShift - both * gradientSlope) / determinant);
    }
}
