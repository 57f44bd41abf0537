using WorldGan.Numerics;

namespace WorldGan.WorldModel.Classes;

/// <summary>
/// What a member knows of one category or flag of the next state: a network, and where conditions can be counted what was counted. The counts n draw the network's
/// probabilities p to what was seen, as far as held-out rows confirm it: (n + strength · p) / (Σ n + strength), the mean under a Dirichlet prior around
/// the network (MacKay and Peto, "A hierarchical Dirichlet language model", 1995).
/// </summary>
internal sealed class ClassHead(MlpShape shape, ClassTable? table)
{
    /// <summary>Logits, given state, action and the classes before this one.</summary>
    public Mlp<float> Net { get; } = new(shape);

    /// <summary>Numbers the conditions; null where they cannot be counted.</summary>
    public ClassTable? Table => table;

    /// <summary>[conditions, classes] training rows.</summary>
    public float[] Counts { get; } = new float[(table?.Conditions ?? 0) * shape.Outputs];

    /// <summary>[1] how many rows the network is worth; 0 where it stands alone.</summary>
    public float[] Strength { get; } = new float[table is null ? 0 : 1];

    /// <summary>Whether the counts have a say.</summary>
    public bool Counted => Strength is [> 0];

    /// <summary>The probabilities of the classes.</summary>
    /// <param name="logits">[classes] of the network.</param>
    /// <param name="features">[inputs] what the network saw; not read unless <see cref="Counted"/>.</param>
    /// <param name="probabilities">[classes] written.</param>
    public void Probabilities(ReadOnlySpan<float> logits, ReadOnlySpan<float> features, Span<double> probabilities)
    {
        Logistic.Softmax(logits, probabilities);
        if (!Counted) return;
        ReadOnlySpan<float> counts = CountsOf(features);
        double total = Strength[0];
        foreach (float count in counts) total += count;
        for (int i = 0; i < counts.Length; i++) probabilities[i] = (counts[i] + Strength[0] * probabilities[i]) / total;
    }

    /// <summary>[classes] the counts of a condition.</summary>
    public Span<float> CountsOf(ReadOnlySpan<float> features) => Counts.AsSpan(table!.NumberOf(features) * shape.Outputs, shape.Outputs);
}
