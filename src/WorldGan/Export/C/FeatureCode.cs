using System.Text;
using WorldGan.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Export.C;

/// <summary>The C function that makes of a state what the networks see, as <see cref="StateEncoder"/> says it: a line for each variable.</summary>
/// <param name="spec">The world as it is seen.</param>
/// <param name="normalizer">Its units.</param>
/// <param name="prefix">What names begin with.</param>
internal sealed class FeatureCode(WorldSpec spec, Normalizer normalizer, string prefix)
{
    private readonly StateStack _stack = new(spec);

    public string ToText()
    {
        var text = new StringBuilder();
        if (spec.State.Any(variable => variable.Kind == VariableKind.Angle && StateEncoder.SeesChange(variable)))
        {
            text.Append($$"""
                /* The angle from -pi to pi that differs by whole turns. */
                static inline float {{prefix}}_wrap(float angle) { return remainderf(angle, 6.28318531f); }


                """);
        }

        text.Append($$"""
            /* What the networks see of a state. */
            static inline void {{prefix}}_features(const float *state, float *x)
            {

            """);
        for (int j = 0; j < spec.State.Count; j++) text.Append($"    {Line(j)} /* {CText.Comment(Describe(spec.State[j]))} */\n");
        return text.Append("}\n").ToString();
    }

    private string Line(int j)
    {
        StateVariable variable = spec.State[j];
        if (StateEncoder.SeesChange(variable))
        {
            string change = $"state[{j - _stack.Present}] - state[{j}]";
            return $"*x++ = {(variable.Kind == VariableKind.Angle ? $"{prefix}_wrap" : "")}({change}) / {CText.Number(normalizer.ChangeScale[_stack.PresentOf(j)])};";
        }

        return variable.Kind switch
        {
            VariableKind.Real => $"*x++ = (state[{j}] - {Signed(normalizer.Mean[j])}) / {CText.Number(normalizer.StandardDeviation[j])};",
            VariableKind.Angle => $"*x++ = sinf(state[{j}]); *x++ = cosf(state[{j}]);",
            VariableKind.Flag => $"*x++ = state[{j}];",
            _ => $"for (int k = 0; k < {variable.Categories}; k++) *x++ = (int)state[{j}] == k ? 1.0f : 0.0f;",
        };
    }

    private static string Signed(float number) => number < 0 ? $"({CText.Number(number)})" : CText.Number(number);

    private static string Describe(StateVariable variable) => variable.Unit is null ? variable.Name : $"{variable.Name}, {variable.Unit}";
}
