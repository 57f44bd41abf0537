using WorldGan.Numerics;
using WorldGan.WorldModel.Classes;

namespace WorldGan.WorldModel;

/// <summary>
/// What the members of an ensemble expect on average, and how far they disagree (epistemic uncertainty). Unlike noise, which the world has, disagreement comes
/// from what the log does not tell, and would shrink with more data. Where categories or flags are drawn before, a member expects the mean over them. One instance serves one thread.
/// </summary>
internal sealed class EnsembleMean(LearnedWorld world)
{
    private const int Rows = 256;

    private readonly WorldModelLayout _layout = world.Layout;
    private readonly ClassOutlook[] _classes = [.. world.Members.Select(m => new ClassOutlook(world.Layout, m))];
    private readonly MlpPass<float>[] _corrections = [.. world.Members.Select(m => new MlpPass<float>(m.Correction, ClassOutlook.Most))];
    private readonly double[] _means = new double[world.MemberCount];
    private readonly Columns _states = new(world.Spec.State.Count, Rows), _input = new(world.Layout.Condition, Rows); // of many rows at once
    private MlpInference[]? _linearOfRows, _correctionOfRows;
    private double[] _spreads = [];

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
            square += Variance(change[o]);
        }

        return Math.Sqrt(square / Math.Max(_layout.Outcomes, 1));
    }

    /// <summary>What <see cref="At"/> returns, for many steps at once: the same bits, several times as fast where nothing is drawn before.</summary>
    /// <param name="states">[B, S] states in the units of the specification.</param>
    /// <param name="actions">[B] indices of actions.</param>
    /// <returns>[B] overwritten by the next call.</returns>
    public ReadOnlySpan<double> Spreads(ReadOnlySpan<float> states, ReadOnlySpan<int> actions)
    {
        if (_spreads.Length < actions.Length) _spreads = new double[actions.Length];
        int width = world.Spec.State.Count;
        Span<double> change = stackalloc double[_layout.Outcomes];
        for (int row = 0; row < actions.Length && _layout.Classes.Count > 0; row++) _spreads[row] = At(states.Slice(row * width, width), actions[row], change);
        for (int first = 0; first < actions.Length && _layout.Classes.Count == 0; first += Rows)
        {
            int rows = Math.Min(Rows, actions.Length - first);
            Infer(states.Slice(first * width, rows * width), actions.Slice(first, rows));
            for (int row = 0; row < rows; row++) _spreads[first + row] = SpreadOf(row);
        }

        return _spreads.AsSpan(0, actions.Length);
    }

    private void Infer(ReadOnlySpan<float> states, ReadOnlySpan<int> actions)
    {
        _linearOfRows ??= [.. world.Members.Select(m => new MlpInference(MemberPrediction.LinearNetwork(_layout, m), _input))];
        _correctionOfRows ??= [.. world.Members.Select(m => new MlpInference(m.Correction, _input))];
        _states.Fill(states, actions.Length);
        _layout.Encoder.WriteStates(_states, actions.Length, _input, 0);
        _layout.Encoder.WriteActions(actions, _input, _layout.Encoder.StateFeatures);
        foreach (MlpInference network in _linearOfRows) network.Run(actions.Length);
        foreach (MlpInference network in _correctionOfRows) network.Run(actions.Length);
    }

    private double SpreadOf(int row)
    {
        double square = 0;
        for (int o = 0; o < _layout.Outcomes; o++)
        {
            for (int m = 0; m < _means.Length; m++) _means[m] = InUnits(o, Normalized(world.Members[m], o, _linearOfRows![m].Output[o][row], _correctionOfRows![m].Output[o][row]));
            square += Variance(_means.Average());
        }

        return Math.Sqrt(square / Math.Max(_layout.Outcomes, 1));
    }

    private double Variance(double mean)
    {
        double square = 0;
        foreach (double of in _means) square += (of - mean) * (of - mean) / _means.Length;
        return square;
    }

    private double Mean(int index, int outcome)
    {
        WorldModelMember member = world.Members[index];
        MlpPass<float> pass = _corrections[index];
        double normalized = 0;
        for (int i = 0; i < _classes[index].Count; i++)
        {
            float linear = MemberPrediction.Linear(_classes[index].Condition(i), member.Linear, _layout.Outcomes, outcome);
            normalized += _classes[index].Probability(i) * Normalized(member, outcome, linear, pass.Output[i * pass.OutputStride + outcome]);
        }

        return InUnits(outcome, normalized);
    }

    private static double Normalized(WorldModelMember member, int outcome, float linear, float correction) => linear + (double)member.Gate[outcome] * member.CorrectionScale[outcome] * correction;

    private double InUnits(int outcome, double normalized)
    {
        int j = _layout.Continuous[outcome];
        return normalized * _layout.Normalizer.ChangeScale[j] / _layout.Normalizer.StandardDeviation[j];
    }
}
