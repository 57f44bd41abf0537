namespace WorldGan.WorldModel;

/// <summary>What turns a logit that was learned from oversampled rows into the logarithm of true odds: slope · logit + shift.</summary>
/// <param name="Slope">Above 1 where the head is surer than it says, as where a boundary is sharp.</param>
/// <param name="Shift">Mostly what the oversampling put in, with its sign turned.</param>
internal readonly record struct LogitCalibration(double Slope, double Shift)
{
    private const int MostSteps = 100;
    private const double MostSlope = 100;                  // of logits that part the answers cleanly any slope is likely

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
    /// The most likely slope and shift, with targets a little inside 0 and 1 (Platt, "Probabilistic outputs for support vector machines", 1999), by damped Newton
    /// steps (Lin, Lin and Weng, "A note on Platt's probabilistic outputs", 2007).
    /// </summary>
    /// <param name="answers">Logits of rows as they come, not oversampled.</param>
    public static LogitCalibration Fit(IReadOnlyList<(float Logit, bool Seen)> answers)
    {
        int seen = answers.Count(answer => answer.Seen);
        double high = (seen + 1.0) / (seen + 2), low = 1.0 / (answers.Count - seen + 2);
        (double slope, double shift) = (1, 0);
        double loss = Smoothed(answers, slope, shift, high, low);
        for (int step = 0; step < MostSteps; step++)
        {
            (double bySlope, double byShift) = Direction(answers, slope, shift, high, low);
            double size = 1, next = double.PositiveInfinity;
            for (; size > 1e-8 && !((next = Smoothed(answers, slope + size * bySlope, shift + size * byShift, high, low)) < loss); size /= 2) { }
            if (!(next < loss - 1e-12)) break;
            (slope, shift, loss) = (slope + size * bySlope, shift + size * byShift, next);
        }

        return slope <= MostSlope ? new LogitCalibration(slope, shift) : new LogitCalibration(MostSlope, shift * MostSlope / slope);
    }

    private static double Smoothed(IReadOnlyList<(float Logit, bool Seen)> answers, double slope, double shift, double high, double low)
    {
        double sum = 0;
        foreach ((float logit, bool seen) in answers)
        {
            double z = slope * logit + shift, target = seen ? high : low;
            sum += target * Logistic.Loss(z, true) + (1 - target) * Logistic.Loss(z, false);
        }

        return sum;
    }

    private static (double BySlope, double ByShift) Direction(IReadOnlyList<(float Logit, bool Seen)> answers, double slope, double shift, double high, double low)
    {
        double gradientSlope = 0, gradientShift = 0, slopes = 1e-10, both = 0, shifts = 1e-10;
        foreach ((float logit, bool seen) in answers)
        {
            double p = Logistic.Probability(slope * logit + shift), error = p - (seen ? high : low), weight = p * (1 - p);
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
