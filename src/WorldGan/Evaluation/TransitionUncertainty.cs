using WorldGan.Datasets;
using WorldGan.Evaluation.Outcomes;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>
/// What a learned world does not know of one step. The squares of the two parts add up to the variance of its outcomes (law of total variance), but for the little by which the means of the members'
/// noise differ, which the epistemic part does not hold. Both are root mean squares over the continuous variables, in standard deviations of the variable in the log.
/// </summary>
/// <param name="Epistemic">How far the members' expectations disagree: it comes from what the log does not tell, and would shrink with more data.</param>
/// <param name="Aleatoric">How far the outcomes of one member are spread: what the members take for the world's own noise.</param>
public sealed record TransitionUncertainty(double Epistemic, double Aleatoric)
{
    /// <summary>Measures one step.</summary>
    /// <param name="world">A learned world; of a single member the epistemic part is 0.</param>
    /// <param name="state">[S] state in the units of the specification.</param>
    /// <param name="action">Index of the action.</param>
    /// <param name="samples">Number of outcomes drawn for the aleatoric part, of all members together.</param>
    /// <exception cref="ArgumentException">The state has another length, or there is no such action.</exception>
    public static TransitionUncertainty Measure(LearnedWorld world, ReadOnlySpan<float> state, int action, int samples = 512)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2 * world.MemberCount);
        float[] next = NextStates.Draw(world, state, action, samples, default);
        return new(new EnsembleMean(world).At(state, action, new double[world.Layout.Outcomes]), Math.Sqrt(WithinMembers(world, state, next, samples)));
    }

    /// <summary>Measures steps of a log: root mean squares over up to 500 of them.</summary>
    /// <param name="world">A learned world with continuous variables.</param>
    /// <param name="data">The log.</param>
    /// <param name="rows">Its steps to take from.</param>
    internal static TransitionUncertainty Measure(LearnedWorld world, TransitionSet data, int[] rows)
    {
        const int Most = 500, Samples = 64;
        int count = Math.Min(Most, rows.Length);
        TransitionUncertainty[] steps = [.. Enumerable.Range(0, count).Select(i => rows[i * (long)rows.Length / count])
            .Select(row => Measure(world, data.State(row), data.Actions[row], Math.Max(Samples, 2 * world.MemberCount)))];
        return new(RootMeanSquare(steps.Select(step => step.Epistemic)), RootMeanSquare(steps.Select(step => step.Aleatoric)));

        static double RootMeanSquare(IEnumerable<double> values) => Math.Sqrt(values.Average(value => value * value));
    }

    // Mean over samples and variables of the unbiased variance of each member's samples.
    private static double WithinMembers(LearnedWorld world, ReadOnlySpan<float> state, float[] next, int samples)
    {
        int width = state.Length, counted = 0;
        double sum = 0;
        foreach (int[] rows in Enumerable.Range(0, samples).GroupBy(i => world.MemberOf(new RowKey(0, (uint)i, 0))).Select(group => group.ToArray()).Where(rows => rows.Length > 1))
        {
            counted += rows.Length;
            foreach (int j in world.Layout.Continuous)
            {
                float from = state[j];
                sum += rows.Length * Variance([.. rows.Select(row => Normalizer.Change(world.Spec.State[j], from, next[row * width + j]) / (double)world.Normalizer.StandardDeviation[j])]);
            }
        }

        return sum / Math.Max(1, counted * world.Layout.Outcomes);
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }
}
