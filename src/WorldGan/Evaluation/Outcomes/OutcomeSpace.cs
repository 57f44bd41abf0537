using WorldGan.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.Outcomes;

/// <summary>
/// Next states as points whose distances mean something: the change of a real variable or an angle in units of the standard deviation of the logged
/// change; two categories lie 1 apart. What is constant in the log is left out.
/// </summary>
internal sealed class OutcomeSpace
{
    private readonly WorldSpec _spec;
    private readonly int[] _continuous, _discrete;
    private readonly float[] _unit;                        // [continuous]

    public OutcomeSpace(TransitionSet data, Normalizer normalizer)
    {
        _spec = data.Spec;
        int[] varying = normalizer.Varying(data.Spec);
        _discrete = [.. varying.Where(j => _spec.State[j].Classes > 0)];
        _continuous = [.. varying.Except(_discrete)];
        _unit = [.. _continuous.Select(j => Spread(data, j))];
        Dimensions = _continuous.Length + _discrete.Sum(j => _spec.State[j].Classes);
    }

    /// <summary>D, the numbers of a point: those of the continuous variables first.</summary>
    public int Dimensions { get; }

    /// <summary>Number of continuous variables.</summary>
    public int ContinuousCount => _continuous.Length;

    /// <summary>Writes the point of a step.</summary>
    /// <param name="state">[S] before the action.</param>
    /// <param name="next">[S] after the action.</param>
    /// <param name="point">[D] written.</param>
    public void Write(ReadOnlySpan<float> state, ReadOnlySpan<float> next, Span<float> point)
    {
        const float BetweenCategories = 0.70710678f;       // 1/√2 on two axes
        for (int i = 0; i < _continuous.Length; i++)
            point[i] = Normalizer.Change(_spec.State[_continuous[i]], state[_continuous[i]], next[_continuous[i]]) / _unit[i];
        Span<float> classes = point[_continuous.Length..];
        classes.Clear();
        foreach (int j in _discrete)
        {
            classes[(int)next[j]] = BetweenCategories;
            classes = classes[_spec.State[j].Classes..];
        }
    }

    private static float Spread(TransitionSet data, int variable)
    {
        double sum = 0, squares = 0;
        for (int row = 0; row < data.Count; row++)
        {
            double change = Normalizer.Change(data.Spec.State[variable], data.State(row)[variable], data.NextState(row)[variable]);
            sum += change;
            squares += change * change;
        }

        double mean = sum / data.Count, variance = squares / data.Count - mean * mean;
        return variance > 0 ? (float)Math.Sqrt(variance) : 1;
    }
}
