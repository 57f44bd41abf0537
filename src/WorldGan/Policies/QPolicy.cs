using System.Collections.Concurrent;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Policies;

/// <summary>Takes the action with the highest value, averaged over an ensemble of Q networks.</summary>
public sealed class QPolicy : IPolicy
{
    private const int Capacity = 256;

    private readonly ConcurrentBag<MlpPass<float>[]> _passes = [];

    internal QPolicy(WorldSpec spec, Normalizer normalizer, PolicyOptions options, IReadOnlyList<Mlp<float>> networks)
    {
        (Spec, Normalizer, Options, Networks) = (spec, normalizer, options, networks);
        Encoder = new StateEncoder(spec, normalizer);
        Target = new ValueTarget(spec, normalizer);
    }

    /// <summary>The world it acts in.</summary>
    public WorldSpec Spec { get; }

    /// <summary>The units of the networks, measured on the log.</summary>
    public Normalizer Normalizer { get; }

    /// <summary>Settings it was learned with.</summary>
    public PolicyOptions Options { get; }

    internal IReadOnlyList<Mlp<float>> Networks { get; }

    internal StateEncoder Encoder { get; }

    internal ValueTarget Target { get; }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions)
    {
        var values = new float[actions.Length * Spec.Actions.Count];
        Values(states, values);
        for (int row = 0; row < actions.Length; row++) actions[row] = QNetwork.Best(values.AsSpan(row * Spec.Actions.Count, Spec.Actions.Count));
    }

    /// <summary>The expected discounted return of each action.</summary>
    /// <param name="states">[B, S] states in the units of the specification.</param>
    /// <param name="values">[B, A] written: in units of reward.</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void Values(ReadOnlySpan<float> states, Span<float> values)
    {
        int width = Spec.State.Count, actions = Spec.Actions.Count, count = values.Length / actions;
        if (states.Length != count * width || values.Length % actions != 0)
            throw new ArgumentException($"Expected states of shape [B, {width}] and values of shape [B, {actions}], got {states.Length} and {values.Length} numbers.");
        if (!_passes.TryTake(out MlpPass<float>[]? passes)) passes = [.. Networks.Select(net => new MlpPass<float>(net, Capacity))];
        values.Clear();
        for (int first = 0; first < count; first += Capacity)
        {
            int rows = Math.Min(Capacity, count - first);
            foreach (MlpPass<float> pass in passes) AddValues(pass, states.Slice(first * width, rows * width), values.Slice(first * actions, rows * actions), rows);
        }

        _passes.Add(passes);
    }

    internal static MlpShape Shape(StateEncoder encoder, WorldSpec spec, PolicyOptions options) =>
        new(encoder.StateFeatures, options.HiddenWidth, 2, 1 + spec.Actions.Count, Activation.Silu);

    private void AddValues(MlpPass<float> pass, ReadOnlySpan<float> states, Span<float> values, int rows)
    {
        int width = Spec.State.Count, actions = Spec.Actions.Count;
        Span<float> q = stackalloc float[actions];
        for (int row = 0; row < rows; row++) Encoder.WriteState(states.Slice(row * width, width), pass.Input.AsSpan(row * pass.InputStride));
        pass.Infer(rows);
        float unit = (float)Target.Scale / Networks.Count;
        for (int row = 0; row < rows; row++)
        {
            QNetwork.Values(pass.Output.AsSpan(row * pass.OutputStride, 1 + actions), q);
            for (int a = 0; a < actions; a++) values[row * actions + a] += q[a] * unit;
        }
    }
}
