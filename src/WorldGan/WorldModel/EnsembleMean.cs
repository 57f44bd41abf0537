using WorldGan.Numerics;
using WorldGan.WorldModel.Classes;

namespace WorldGan.WorldModel;

/// <summary>
/// What the members of an ensemble expect on average, and how far they disagree (epistemic uncertainty). Unlike noise, which the world has, disagreement comes
/// from what the log does not tell, and would shrink with more data. Where categories or flags are drawn before, a member expects the mean over them. One instance serves one thread.
/// </summary>
internal sealed class EnsembleMean(LearnedWorld world)
{
    private readonly WorldModelLayout _layout = world.Layout;
    private readonly ClassOutlook[] _classes = [.. world.Members.Select(m => new ClassOutlook(world.Layout, m))];
    private readonly MlpPass<float>[] _corrections = [.. world.Members.Select(m => new MlpPass<float>(m.Correction, ClassOutlook.Most))];
    private readonly double[] _means = new double[world.MemberCount];

    /// <summary>Writes the expected change of each continuous variable, in standard deviations of the variable in the log.</summary>
    /// <param name="state">[S] state in the units of the specification.</param>
    /// <param name="action">Index of the action.</param>
    /// <param name="change">[O] written.</param>
    /// <returns>Root mean square, over these variables, of the standard deviation of the members' means, in the same units.</returns>
    public double At(ReadOnlySpan<float> state, int action, Span<double> change)
    {
        for (int m = 0; m < _means.Length; m++)
        {
            _classes[m].Look(state, action);
            MlpPass<float> pass = _corrections[m];
            for (int i = 0; i < _classes[m].Count; i++) _classes[m].Condition(i).CopyTo(pass.Input[(i * pass.InputStride)..]);
            pass.Infer(_classes[m].Count);
        }

        double square = 0;
        for (int o = 0; o < _layout.Outcomes; o++)
        {
            for (int m = 0; m < _means.Length; m++) _means[m] = Mean(m, o);
            change[o] = _means.Average();
            foreach (double mean in _means) square += (mean - change[o]) * (mean - change[o]) / _means.Length;
        }

        return Math.Sqrt(square / Math.Max(_layout.Outcomes, 1));
    }

    private double Mean(int index, int outcome)
    {
        WorldModelMember member = world.Members[index];
        int j = _layout.Continuous[outcome];
        MlpPass<float> pass = _corrections[index];
        double normalized = 0;
        for (int i = 0; i < _classes[index].Count; i++)
            normalized += _classes[index].Probability(i) * (MemberPrediction.Linear(_classes[index].Condition(i), member.Linear, _layout.Outcomes, outcome)
                + (double)member.Gate[outcome] * member.CorrectionScale[outcome] * pass.Output[i * pass.OutputStride + outcome]);
        return normalized * _layout.Normalizer.ChangeScale[j] / _layout.Normalizer.StandardDeviation[j];
    }
}
