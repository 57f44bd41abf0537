namespace WorldGan.WorldModel.Watch;

/// <summary>Outcomes that were drawn for watched rows, and how they lie to the log and to each other. Distances are Euclidean, in the units of losses.</summary>
/// <param name="rows">The rows, with what was logged.</param>
/// <param name="outcomes">[rows, <see cref="Samples"/>, O] what was drawn.</param>
internal sealed class DrawnOutcomes(WatchedRows rows, float[] outcomes)
{
    /// <summary>Outcomes of each row.</summary>
    public const int Samples = 8;

    private readonly int _width = outcomes.Length / (rows.Count * Samples);

    /// <summary>[O] one outcome of a row.</summary>
    public Span<float> At(int row, int sample) => outcomes.AsSpan((row * Samples + sample) * _width, _width);

    /// <summary>Mean distance of a drawn outcome to the logged one.</summary>
    public double DistanceToLog() => DistanceTo(rows.Outcomes);

    /// <summary>Mean distance of a drawn outcome to that of its row in <paramref name="others"/>, [rows, O].</summary>
    public double DistanceTo(float[] others) => Mean((row, sample) => Distances.Euclidean(At(row, sample), others.AsSpan(row * _width, _width)));

    /// <summary>Mean distance of two outcomes that were drawn for one row.</summary>
    public double Spread() => Mean((row, sample) => Distances.Euclidean(At(row, sample), At(row, (sample + 1) % Samples)));

    /// <summary>Standard deviation of what is drawn for a row, over the root mean square of how far the log lies from its mean: 1 where the draws are as wide as the truth.</summary>
    public double Dispersion(int outcome)
    {
        double within = 0, error = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            double mean = 0, square = 0;
            for (int sample = 0; sample < Samples; sample++) mean += At(row, sample)[outcome] / (double)Samples;
            for (int sample = 0; sample < Samples; sample++) square += (At(row, sample)[outcome] - mean) * (At(row, sample)[outcome] - mean);
            double miss = rows.Outcome(row)[outcome] - mean;
            within += square / (Samples - 1);
            error += miss * miss / (1 + 1.0 / Samples);    // the mean of a few draws misses the truth by its own scatter too
        }

        return Math.Sqrt(within / error);
    }

    /// <summary>
    /// Energy distance between all that was drawn and all that was logged, whatever their conditions, over the mean distance of two logged outcomes: 0 where they are alike, 1 where
    /// all draws are the log's middle.
    /// </summary>
    public double MarginalEnergy()
    {
        double across = 0, drawn = 0, logged = 0;
        for (int i = 0; i < rows.Count; i++)
            for (int j = 0; j < rows.Count; j++)
            {
                if (i == j) continue;
                across += Distances.Euclidean(At(i, 0), rows.Outcome(j));
                drawn += Distances.Euclidean(At(i, 0), At(j, 0));
                logged += Distances.Euclidean(rows.Outcome(i), rows.Outcome(j));
            }

        return (2 * across - drawn - logged) / logged;
    }

    private double Mean(Func<int, int, double> distance)
    {
        double sum = 0;
        for (int row = 0; row < rows.Count; row++)
            for (int sample = 0; sample < Samples; sample++) sum += distance(row, sample);
        return sum / (rows.Count * Samples);
    }
}
