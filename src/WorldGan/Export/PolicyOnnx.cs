using WorldGan.Datasets;
using WorldGan.Export.Onnx;
using WorldGan.Policies;
using WorldGan.Policies.Cloning;
using WorldGan.Policies.Values;
using WorldGan.Worlds;

namespace WorldGan.Export;

/// <summary>A policy as an ONNX model: input <c>state</c> [B, S] in the units of world.json, and what the policy says of it. Everything between is inside: units, networks, their mean.</summary>
/// <example>
/// <code>
/// var (policy, provenance) = QPolicyFile.Read("runs/arm/policy.safetensors");
/// PolicyOnnx.Write("policy.onnx", policy, provenance);
/// </code>
/// </example>
public static class PolicyOnnx
{
    /// <summary>
    /// Writes a trained policy, whole or not at all: outputs <c>values</c> [B, A], the expected discounted return of each action in units of reward, and <c>action</c> [B], the best of
    /// those that the log allows. Equal policies give equal bytes.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="provenance">What it was learned from, for the file's metadata.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, QPolicy policy, Provenance provenance)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(provenance);
        var graph = new OnnxGraph("policy");
        OnnxValue features = Features(graph, policy.Spec, policy.Normalizer), values = Values(features, policy), allowed = values;
        if (policy.Filter is { } filter)
        {
            OnnxValue logits = OnnxNetwork.Run(features, "behaviour", [policy.Behaviour!.Network]).Narrowed(0);
            OnnxValue least = logits.Apply("ReduceMax", [OnnxAttribute.List("axes", 1)]) + graph.Number(filter.Margin);
            allowed = logits.Below(least).Choose(graph.Number(float.NegativeInfinity), values);
        }

        graph.Output("values", values, OnnxType.Float, policy.Spec.Actions.Count, $"Expected discounted return, in units of reward, of {OnnxWords.Actions(policy.Spec)}.");
        Write(path, graph, allowed, policy.Spec, provenance);
    }

    /// <summary>
    /// Writes the clone of a log's policy, whole or not at all: outputs <c>probabilities</c> [B, A], how probable each action was in the log, and <c>action</c> [B], the most
    /// probable one. Equal policies give equal bytes.
    /// </summary>
    /// <inheritdoc cref="Write(string, QPolicy, Provenance)"/>
    public static void Write(string path, ClonedPolicy policy, Provenance provenance)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(provenance);
        var graph = new OnnxGraph("policy");
        OnnxValue probabilities = OnnxNetwork.Run(Features(graph, policy.Spec, policy.Normalizer), "behaviour", [policy.Network]).Narrowed(0).Softmax();
        graph.Output("probabilities", probabilities, OnnxType.Float, policy.Spec.Actions.Count, $"How probable each action was in the log: {OnnxWords.Actions(policy.Spec)}.");
        Write(path, graph, probabilities, policy.Spec, provenance);
    }

    private static OnnxValue Features(OnnxGraph graph, WorldSpec spec, Normalizer normalizer) =>
        new OnnxFeatures(spec, normalizer).Of(graph.Input("state", OnnxType.Float, spec.State.Count, $"State: {OnnxWords.State(spec)}."));

    private static void Write(string path, OnnxGraph graph, OnnxValue preference, WorldSpec spec, Provenance provenance)
    {
        graph.Output("action", preference.Best(), OnnxType.Int64, null, $"Number of the action to take: {OnnxWords.Actions(spec)}.");
        graph.Write(path, $"A policy of world '{spec.Name}'.", OnnxWords.Metadata(spec, provenance));
    }

    // [B, A] the mean over the networks
    private static OnnxValue Values(OnnxValue features, QPolicy policy)
    {
        QHead head = policy.NewHead();
        int count = head.Learner.Atoms, actions = head.Actions;
        OnnxValue atoms = OnnxNetwork.Run(features, "q", policy.Networks).Shaped(policy.Networks.Count, -1, head.Outputs / count, count); // [M, B, A or 1 + A, N]
        if (policy.Options.Network == NetworkKind.Dueling)
        {
            OnnxValue advantages = atoms.Part(2, 1, actions);
            atoms = atoms.Part(2, 0, 1) + advantages - advantages.Mean(2, keepAxis: true);
        }

        OnnxValue values = head.Learner is Categorical categorical
            ? atoms.Softmax().Apply("MatMul", atoms.Graph.Numbers("returns", categorical.Values, count, 1)).Narrowed(3)
            : atoms.Mean(3);
        return values.Mean(0) * (float)policy.Target.Scale;
    }
}
