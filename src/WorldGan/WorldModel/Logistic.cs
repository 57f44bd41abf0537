using WorldGan.Numerics;

namespace WorldGan.WorldModel;

/// <summary>Probabilities from logits, without overflow.</summary>
internal static class Logistic
{
    /// <summary>1 / (1 + e^-logit).</summary>
    public static double Probability(double logit)
    {
        double e = ExactMath.Exp(-Math.Abs(logit));
        return logit >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>Minus the log-likelihood of what was seen.</summary>
    public static double Loss(double logit, bool seen) => Math.Max(seen ? -logit : logit, 0) + ExactMath.Log(1 + ExactMath.Exp(-Math.Abs(logit)));

    /// <summary>e^logit over its sum.</summary>
    public static void Softmax(ReadOnlySpan<float> logits, Span<double> probabilities)
    {
        double highest = double.NegativeInfinity, sum = 0;
        foreach (float logit in logits) highest = Math.Max(highest, logit);
        for (int k = 0; k < logits.Length; k++) sum += probabilities[k] = ExactMath.Exp(logits[k] - highest);
        for (int k = 0; k < logits.Length; k++) probabilities[k] /= sum;
    }

    /// <summary>Which of several outcomes a number in [0, 1) falls on, each as wide as its probability.</summary>
    public static int Pick(ReadOnlySpan<double> probabilities, double at)
    {
        for (int k = 0; k < probabilities.Length - 1; k++)
            if ((at -= probabilities[k]) < 0) return k;
        return probabilities.Length - 1;
    }
}
