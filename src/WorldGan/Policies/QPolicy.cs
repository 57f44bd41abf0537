using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Policies;

/// <summary>Takes the action with the highest value, averaged over an ensemble of Q networks.</summary>
public sealed class QPolicy : IPolicy
{
    private readonly Spares<QEnsemble> _ensembles;

    internal QPolicy(WorldSpec spec, Normalizer normalizer, PolicyOptions options, IReadOnlyList<Mlp<float>> networks)
    {
        (Spec, Normalizer, Options, Networks) = (spec, normalizer, options, networks);
        Encoder = new StateEncoder(spec, normalizer);
        Target = new ValueTarget(spec, normalizer);
        _ensembles = new Spares<QEnsemble>(() => new QEnsemble(this));
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
        int width = Spec.State.Count, count = Spec.Actions.Count;
        if (states.Length != actions.Length * width) throw new ArgumentException($"Expected states of shape [{actions.Length}, {width}], got {states.Length} numbers.");
        QEnsemble ensemble = _ensembles.Take();
        for (int first = 0; first < actions.Length; first += QEnsemble.Capacity)
        {
            int rows = Math.Min(QEnsemble.Capacity, actions.Length - first);
            ReadOnlySpan<float> values = ensemble.Values(states.Slice(first * width, rows * width), rows);
            for (int row = 0; row < rows; row++) actions[first + row] = QNetwork.Best(values.Slice(row * count, count));
        }

        _ensembles.Return(ensemble);
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
        QEnsemble ensemble = _ensembles.Take();
        for (int first = 0; first < count; first += QEnsemble.Capacity)
        {
            int rows = Math.Min(QEnsemble.Capacity, count - first);
            ensemble.Values(states.Slice(first * width, rows * width), rows).CopyTo(values[(first * actions)..]);
        }

        _ensembles.Return(ensemble);
    }

    internal static MlpShape Shape(StateEncoder encoder, WorldSpec spec, PolicyOptions options) =>
        new(encoder.StateFeatures, options.HiddenWidth, 2, 1 + spec.Actions.Count, Activation.Silu);
}
