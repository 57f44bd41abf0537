using System.Globalization;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Values;
using WorldGan.Worlds;

namespace WorldGan.Export.C;

/// <summary>The text of a policy's header. What differs between kinds of policies is a line or two of it.</summary>
internal sealed class PolicyCode
{
    private readonly QPolicy _policy;
    private readonly QHead _head;
    private readonly string _prefix, _macro;

    public PolicyCode(QPolicy policy)
    {
        (_policy, _head) = (policy, policy.NewHead());
        _prefix = "policy_" + policy.Spec.Name.Replace('-', '_');
        _macro = _prefix.ToUpperInvariant();
    }

    private WorldSpec Spec => _policy.Spec;

    private MlpShape Shape => _policy.Networks[0].Shape;

    private Mlp<float>? Behaviour => _policy.Behaviour?.Network;

    private bool IsDueling => _policy.Options.Network == NetworkKind.Dueling;

    public string ToText(Provenance provenance) => string.Join('\n', Opening(provenance), Weights(), new FeatureCode(Spec, _policy.Normalizer, _prefix).ToText(), Network(), Act(), "#endif\n");

    private string Opening(Provenance provenance)
    {
        int widest = Math.Max(Shape.Hidden, Behaviour?.Shape.Hidden ?? 0), floats = Shape.Inputs + 2 * widest + Shape.Outputs + (Behaviour is null ? 0 : _head.Actions);
        int weights = _policy.Networks.Append(Behaviour).OfType<Mlp<float>>().Sum(net => CText.Parameters(net).Count());
        return string.Create(CultureInfo.InvariantCulture, $$"""
            /*
             * A policy of world '{{Spec.Name}}', learned by WorldGan from {{provenance.Transitions}} transitions (seed {{provenance.Seed}}, data {{CText.Comment(provenance.DataHash)}}).
             *
             *     float values[{{_macro}}_ACTIONS];
             *     int action = {{_prefix}}_act(state, values);
             *
             * state: in the units of world.json, in the order of {{_prefix}}_features below
             * values: the expected discounted return of each action
             * actions: {{CText.Comment(string.Join(", ", Spec.Actions.Select((action, number) => $"{number} {action.Name}")))}}
             *
             * C99 and math.h, no allocation. {{4L * weights}} bytes of constants, about {{4 * floats}} bytes of stack. Include it in one source file.
             */
            #ifndef {{_macro}}_H
            #define {{_macro}}_H

            #include <math.h>

            #define {{_macro}}_STATE {{Spec.State.Count}}
            #define {{_macro}}_ACTIONS {{_head.Actions}}
            #define {{_macro}}_FEATURES {{Shape.Inputs}}
            #define {{_macro}}_NETWORKS {{_policy.Networks.Count}}
            #define {{_macro}}_OUTPUTS {{Shape.Outputs}}
            #define {{_macro}}_ATOMS {{_head.Learner.Atoms}}
            #define {{_macro}}_WIDEST {{widest}}

            """);
    }

    private string Weights()
    {
        string text = $$"""
            /* Of each network, layer after layer: weights [out][in], then bias [out]. */
            static const float {{_prefix}}_weights[{{_macro}}_NETWORKS][{{CText.Parameters(_policy.Networks[0]).Count()}}] = {
            {{string.Join(",\n", _policy.Networks.Select(net => $"{{\n{CText.Numbers(CText.Parameters(net))}\n}}"))}}
            };

            """;
        if (Behaviour is not null) text += $"\n/* What the log's policy would do. */\nstatic const float {_prefix}_behaviour[] = {{\n{CText.Numbers(CText.Parameters(Behaviour))}\n}};\n";
        if (_head.Learner is Categorical categorical) text += $"\n/* The returns whose probabilities the networks tell. */\nstatic const float {_prefix}_returns[] = {{\n{CText.Numbers(categorical.Values.ToArray())}\n}};\n";
        return text;
    }

    private string Network() => $$"""
        static inline const float *{{_prefix}}_layer(const float *weights, const float *in, int inputs, float *out, int outputs, int is_hidden)
        {
            const float *bias = weights + inputs * outputs;
            for (int o = 0; o < outputs; o++) {
                float sum = bias[o];
                for (int i = 0; i < inputs; i++) sum += *weights++ * in[i];
                out[o] = is_hidden ? sum / (1.0f + expf(-sum)) : sum;
            }
            return bias + outputs;
        }

        static inline void {{_prefix}}_network(const float *weights, const float *x, int width, float *out, int outputs)
        {
            float first[{{_macro}}_WIDEST], second[{{_macro}}_WIDEST];
            weights = {{_prefix}}_layer(weights, x, {{_macro}}_FEATURES, first, width, 1);
            weights = {{_prefix}}_layer(weights, first, width, second, width, 1);
            {{_prefix}}_layer(weights, second, width, out, outputs, 0);
        }

        """;

    private string Act()
    {
        float unit = (float)_policy.Target.Scale / _policy.Networks.Count;
        return $$"""
            /* Writes the value of each action, and returns the best one{{(Behaviour is null ? "" : " of those that the log allows")}}. */
            static inline int {{_prefix}}_act(const float state[{{_macro}}_STATE], float values[{{_macro}}_ACTIONS])
            {
                float x[{{_macro}}_FEATURES], out[{{_macro}}_OUTPUTS];
                int best = -1;
                {{_prefix}}_features(state, x);
                for (int a = 0; a < {{_macro}}_ACTIONS; a++) values[a] = 0.0f;
                for (int n = 0; n < {{_macro}}_NETWORKS; n++) {
                    {{_prefix}}_network({{_prefix}}_weights[n], x, {{Shape.Hidden}}, out, {{_macro}}_OUTPUTS);
            {{(IsDueling ? Dueling() : "")}}        for (int a = 0; a < {{_macro}}_ACTIONS; a++) {
                        const float *atoms = out + {{(IsDueling ? "(a + 1)" : "a")}} * {{_macro}}_ATOMS;
            {{(_head.Learner is Categorical ? MeanOfProbabilities() : MeanOfAtoms())}}
                        values[a] += {{CText.Number(unit)}} * mean;
                    }
                }
            {{(Behaviour is null ? "" : Likeliest(Behaviour))}}    for (int a = 0; a < {{_macro}}_ACTIONS; a++) {
            {{(Behaviour is null ? "" : $"        if (logits[a] < logits[likeliest] - {CText.Number(-_policy.Filter!.Margin)}) continue;\n")}}        if (best < 0 || values[a] > values[best]) best = a;
                }
                return best;
            }

            """;
    }

    // The value of the state, then the advantages of the actions.
    private string Dueling() => $$"""
                for (int i = 0; i < {{_macro}}_ATOMS; i++) {
                    float advantage = 0.0f;
                    for (int a = 1; a <= {{_macro}}_ACTIONS; a++) advantage += out[a * {{_macro}}_ATOMS + i] / {{_macro}}_ACTIONS;
                    for (int a = 1; a <= {{_macro}}_ACTIONS; a++) out[a * {{_macro}}_ATOMS + i] += out[i] - advantage;
                }

        """;

    private string MeanOfAtoms() => $$"""
                    float mean = 0.0f;
                    for (int i = 0; i < {{_macro}}_ATOMS; i++) mean += atoms[i] / {{_macro}}_ATOMS;
        """;

    private string MeanOfProbabilities() => $$"""
                    float top = atoms[0], sum = 0.0f, mean = 0.0f;
                    for (int i = 1; i < {{_macro}}_ATOMS; i++) if (atoms[i] > top) top = atoms[i];
                    for (int i = 0; i < {{_macro}}_ATOMS; i++) {
                        float share = expf(atoms[i] - top);
                        sum += share;
                        mean += share * {{_prefix}}_returns[i];
                    }
                    mean /= sum;
        """;

    private string Likeliest(Mlp<float> behaviour) => $$"""
            float logits[{{_macro}}_ACTIONS];
            int likeliest = 0;
            {{_prefix}}_network({{_prefix}}_behaviour, x, {{behaviour.Shape.Hidden}}, logits, {{_macro}}_ACTIONS);
            for (int a = 1; a < {{_macro}}_ACTIONS; a++) if (logits[a] > logits[likeliest]) likeliest = a;

        """;
}
