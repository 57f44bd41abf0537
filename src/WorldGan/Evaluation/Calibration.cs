using WorldGan.Datasets;
using WorldGan.Evaluation.Outcomes;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>
/// Where the logged changes of a variable lie among many samples of the learned world, on held-out transitions. The place is the share of the
/// samples below the logged one (the probability integral transform): uniform where the world's spread is the true one.
/// </summary>
/// <param name="Variable">Name of the variable.</param>
/// <param name="Rmse">Root mean square error of the samples' mean, in standard deviations of the variable in the log.</param>
/// <param name="R2">Share of the change's variance that the samples' mean explains.</param>
/// <param name="Coverage50">Share of logged changes inside the middle 50 % of the samples.</param>
/// <param name="Coverage90">Share of logged changes inside the middle 90 % of the samples.</param>
/// <param name="PlaceDistance">Largest distance of the places' cumulative distribution from the uniform one.</param>
public sealed record Calibration(string Variable, double Rmse, double R2, double Coverage50, double Coverage90, double PlaceDistance)
{
    private const int MostRows = 1000;
    private const int Samples = 99;                        // so that 90 of 100 gaps lie between the 5th and the 95th sample

    /// <summary>Measures every continuous variable that varies in the log.</summary>
    /// <param name="world">The learned world.</param>
    /// <param name="data">The log.</param>
    /// <param name="heldOut">Rows that gave no gradient.</param>
    /// <param name="seed">Seed of the samples.</param>
    internal static IReadOnlyList<Calibration> Measure(IWorld world, TransitionSet data, int[] heldOut, ulong seed)
    {
        Normalizer normalizer = Normalizer.Measure(data);
        int[] variables = [.. normalizer.Varying(data.Spec).Where(j => data.Spec.State[j].Kind is VariableKind.Real or VariableKind.Angle)];
        int[] rows = RowSelection.Spread(heldOut, MostRows);
        float[][] samples = [.. rows.Select((row, i) => NextStates.Draw(world, data.State(row), data.Actions[row], Samples, new RowKey(seed, (uint)(i * Samples), 0)))];
        return [.. variables.Select(j => Of(data, rows, samples, j, normalizer.StandardDeviation[j]))];
    }

    private static Calibration Of(TransitionSet data, int[] rows, float[][] samples, int j, double unit)
    {
        StateVariable variable = data.Spec.State[j];
        var places = new double[rows.Length];
        var (truth, errors) = (new double[rows.Length], new double[rows.Length]);
        for (int i = 0; i < rows.Length; i++)
        {
            float before = data.State(rows[i])[j];
            truth[i] = Normalizer.Change(variable, before, data.NextState(rows[i])[j]);
            double[] changes = [.. Enumerable.Range(0, Samples).Select(s => (double)Normalizer.Change(variable, before, samples[i][s * data.Width + j]))];
            errors[i] = changes.Average() - truth[i];
            places[i] = (changes.Count(c => c < truth[i]) + 0.5 * changes.Count(c => c == truth[i]) + 0.5) / (Samples + 1);
        }

        double mean = truth.Average(), variance = truth.Average(t => (t - mean) * (t - mean)), square = errors.Average(e => e * e);
        return new Calibration(variable.Name, Math.Sqrt(square) / unit, variance > 0 ? 1 - square / variance : 0, Inside(places, 0.5), Inside(places, 0.9), FromUniform(places));
    }

    private static double Inside(double[] places, double share) => places.Average(place => Math.Abs(place - 0.5) <= share / 2 ? 1.0 : 0.0);

    private static double FromUniform(double[] places)
    {
        double[] sorted = [.. places.Order()];
        return Enumerable.Range(0, sorted.Length).Max(i => Math.Max(Math.Abs(sorted[i] - (double)i / sorted.Length), Math.Abs(sorted[i] - (i + 1.0) / sorted.Length)));
    }
}
