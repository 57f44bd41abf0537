using WorldGan.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Export.Onnx;

/// <summary>What networks see of a state, as <see cref="StateEncoder"/> says it: variables of one kind that stand side by side go through one formula.</summary>
/// <param name="spec">The world as it is seen.</param>
/// <param name="normalizer">Its units.</param>
internal sealed class OnnxFeatures(WorldSpec spec, Normalizer normalizer)
{
    private readonly StateStack _stack = new(spec);

    /// <summary>The features of states.</summary>
    /// <param name="state">[B, S] states in the units of the specification.</param>
    /// <returns>[B, F].</returns>
    public OnnxValue Of(OnnxValue state)
    {
        var parts = new List<OnnxValue>();
        for (int first = 0, end; first < spec.State.Count; first = end)
        {
            for (end = first + 1; end < spec.State.Count && AreAlike(spec.State[first], spec.State[end]); end++) { }
            parts.Add(Of(state, [.. Enumerable.Range(first, end - first)]));
        }

        return OnnxValue.Join(1, parts);
    }

    private static bool AreAlike(StateVariable one, StateVariable other) =>
        one.Kind == other.Kind && one.Kind != VariableKind.Category && StateEncoder.SeesChange(one) == StateEncoder.SeesChange(other);

    private OnnxValue Of(OnnxValue state, int[] variables)
    {
        StateVariable like = spec.State[variables[0]];
        OnnxValue values = state.Columns(variables);
        if (StateEncoder.SeesChange(like))
        {
            OnnxValue change = state.Columns(variables.Select(j => j - _stack.Present)) - values;
            return (like.Kind == VariableKind.Angle ? OnnxAngle.Wrapped(change) : change) / Numbers("change_scale", variables.Select(j => normalizer.ChangeScale[_stack.PresentOf(j)]));
        }

        return like.Kind switch
        {
            VariableKind.Real => (values - Numbers("mean", variables.Select(j => normalizer.Mean[j]))) / Numbers("standard_deviation", variables.Select(j => normalizer.StandardDeviation[j])),
            VariableKind.Angle => OnnxValue.Join(2, values.Apply("Sin").Widened(2), values.Apply("Cos").Widened(2)).Shaped(-1, 2 * variables.Length),
            VariableKind.Flag => values,
            _ => values.Narrowed(1).As(OnnxType.Int64).OneHot(like.Categories),
        };

        OnnxValue Numbers(string name, IEnumerable<float> numbers) => state.Graph.Numbers(name, [.. numbers], variables.Length);
    }
}
