using WorldGan.Datasets;
using WorldGan.Evaluation.Outcomes;
using WorldGan.Numerics;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>Whether an ensemble knows where it errs: epistemic spread against the true error of its mean next state.</summary>
/// <param name="OnLog">Spearman's rank correlation at logged states and actions.</param>
/// <param name="OffLog">The same at states beyond the log's range in at least one variable, drawn from that range widened by half to each side.</param>
public sealed record UncertaintyScore(double? OnLog, double? OffLog)
{
    private const int Points = 500;
    private const int Samples = 1024;                      // of each world, so that the noise of the means is small beside the errors
    private const int MostTries = 100;                     // a point, until it lies beyond the range

    /// <summary>Measures a learned world against the true one.</summary>
    internal static UncertaintyScore Measure(LearnedWorld world, IWorld truth, TransitionSet data, ulong seed)
    {
        var mean = new EnsembleMean(world);
        return new UncertaintyScore(
            Correlation(Enumerable.Range(0, Points).Select(i => Logged(data, new RandomStream(seed, RandomPurpose.Start, (uint)i)))),
            Correlation(Enumerable.Range(0, Points).Select(i => Beyond(world, new RandomStream(seed, RandomPurpose.Start, (uint)i, 1))).OfType<(float[], int)>()));

        double? Correlation(IEnumerable<(float[] State, int Action)> points)
        {
            var (spreads, errors) = (new List<double>(), new List<double>());
            Span<double> expected = new double[world.Layout.Outcomes];
            foreach ((float[] state, int action) in points)
            {
                spreads.Add(mean.At(state, action, expected));
                errors.Add(Distance(expected, TrueMean(world, truth, state, action, new RowKey(seed, (uint)(errors.Count * Samples), 0))));
            }

            return errors.Count == 0 ? null : Ranks.Correlation(spreads, errors);
        }
    }

    private static (float[] State, int Action) Logged(TransitionSet data, RandomStream random)
    {
        int row = random.NextInt32(data.Count);
        return (data.State(row).ToArray(), data.Actions[row]);
    }

    private static (float[] State, int Action)? Beyond(LearnedWorld world, RandomStream random)
    {
        var state = new float[world.Spec.State.Count];
        for (int tries = 0; tries < MostTries; tries++)
        {
            bool isBeyond = false;
            for (int j = 0; j < world.Layout.Stack.Present; j++)
            {
                state[j] = Value(world, j, random.NextDouble());
                isBeyond |= world.Spec.State[j].Kind == VariableKind.Real && (state[j] < world.Normalizer.Low[j] || state[j] > world.Normalizer.High[j]);
            }

            world.Layout.Stack.Begin(state);
            if (isBeyond) return (state, random.NextInt32(world.Spec.Actions.Count));
        }

        return null;
    }

    private static float Value(LearnedWorld world, int j, double share)
    {
        StateVariable variable = world.Spec.State[j];
        if (variable.Classes > 0) return (float)Math.Floor(share * variable.Classes);
        (float low, float high) = (world.Normalizer.Low[j], world.Normalizer.High[j]);
        if (variable.Kind == VariableKind.Angle) return ExactMath.WrapAngle(low + (float)share * (high - low));
        double value = low - 0.5 * (high - low) + share * 2 * (high - low);
        return (float)Math.Clamp(value, variable.Low ?? double.NegativeInfinity, variable.High ?? double.PositiveInfinity);
    }

    private static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double square = 0;
        for (int o = 0; o < x.Length; o++) square += (x[o] - y[o]) * (x[o] - y[o]);
        return Math.Sqrt(square);
    }

    // [O] the mean true change of the continuous variables, in standard deviations of the log.
    private static double[] TrueMean(LearnedWorld world, IWorld truth, float[] state, int action, RowKey first)
    {
        int width = state.Length;
        float[] next = NextStates.Draw(truth, state, action, Samples, first);
        return [.. world.Layout.Continuous.Select(j => Enumerable.Range(0, Samples).Average(s =>
            (double)Normalizer.Change(world.Spec.State[j], state[j], next[s * width + j])) / world.Normalizer.StandardDeviation[j])];
    }
}
