using WorldGan.Datasets;
using WorldGan.Policies.Values;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>A log as fitted Q evaluation sees it, made once for all networks.</summary>
internal sealed class FittedRows
{
    public FittedRows(TransitionSet data, IPolicy policy, OffPolicyOptions options, ulong seed)
    {
        Normalizer normalizer = Normalizer.Measure(data);
        Encoder = new StateEncoder(data.Spec, normalizer);
        Target = new ValueTarget(data.Spec, normalizer);
        Data = data;
        Features = Encode(data.States);
        NextFeatures = Encode(data.NextStates);
        Shares = ActionShares.Of(policy, data.Spec, data.States, options.PolicyDraws, seed);
        NextShares = ActionShares.Of(policy, data.Spec, data.NextStates, options.PolicyDraws, seed + 1);
    }

    public TransitionSet Data { get; }

    public StateEncoder Encoder { get; }

    /// <summary>What values learn towards.</summary>
    public ValueTarget Target { get; }

    /// <summary>[N, F] features of the states.</summary>
    public float[] Features { get; }

    /// <summary>[N, F] features of the next states.</summary>
    public float[] NextFeatures { get; }

    /// <summary>[N, A] how often the policy takes each action in the states.</summary>
    public float[] Shares { get; }

    /// <summary>[N, A] how often it does in the next states.</summary>
    public float[] NextShares { get; }

    private float[] Encode(float[] states)
    {
        int width = Data.Width, features = Encoder.StateFeatures;
        var encoded = new float[Data.Count * features];
        for (int row = 0; row < Data.Count; row++) Encoder.WriteState<float>(states.AsSpan(row * width, width), encoded.AsSpan(row * features, features));
        return encoded;
    }
}
