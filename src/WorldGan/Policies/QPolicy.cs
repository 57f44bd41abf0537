using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies.Cloning;
using WorldGan.Policies.Values;
using WorldGan.Worlds;

namespace WorldGan.Policies;

/// <summary>Takes the action with the highest value, averaged over an ensemble of Q networks.</summary>
public sealed class QPolicy : IPolicy
{
    private readonly Spares<QEnsemble> _ensembles;

    internal QPolicy(WorldSpec spec, Normalizer normalizer, PolicyOptions options, IReadOnlyList<Mlp<float>> networks, ClonedPolicy? behaviour = null)
    {
        (Spec, Normalizer, Options, Networks, Behaviour) = (spec, normalizer, options.Resolved(), networks, behaviour);
        Encoder = new StateEncoder(spec, normalizer);
        int steps = Options.ReturnSteps!.Value;
        Target = Options.RewardLimit is { } limit ? new ValueTarget(spec, new RewardRange(-limit, limit), steps) : new ValueTarget(spec, normalizer, steps);
        Filter = behaviour is null ? null : new BehaviourFilter(options.BehaviourThreshold);
        _ensembles = new Spares<QEnsemble>(() => new QEnsemble(this));
    }

    /// <summary>The world it acts in.</summary>
    public WorldSpec Spec { get; }

    /// <summary>The units of the networks, measured on the log.</summary>
    public Normalizer Normalizer { get; }

    /// <summary>Settings it was learned with.</summary>
    public PolicyOptions Options { get; }

    /// <summary>The policy of the log, which says what actions may be taken; null where all may.</summary>
    public ClonedPolicy? Behaviour { get; }

    internal IReadOnlyList<Mlp<float>> Networks { get; }

    internal StateEncoder Encoder { get; }

    internal ValueTarget Target { get; }

    internal BehaviourFilter? Filter { get; }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions) => Choose(states, actions, []);

    /// <summary>Acts, and says what each action is worth.</summary>
    /// <param name="states">[B, S] states in the units of the specification.</param>
    /// <param name="actions">[B] written: indices of actions.</param>
    /// <param name="values">[B, A] written: expected discounted returns in units of reward, within what rewards allow; empty where they are not asked for.</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void Choose(ReadOnlySpan<float> states, Span<int> actions, Span<float> values)
    {
        int width = Spec.State.Count, worths = values.IsEmpty ? 0 : Spec.Actions.Count;
        if (states.Length != actions.Length * width) throw new ArgumentException($"Expected states of shape [{actions.Length}, {width}], got {states.Length} numbers.");
        if (values.Length != actions.Length * worths) throw new ArgumentException($"Expected values of shape [{actions.Length}, {worths}], got {values.Length} numbers.");
        QEnsemble ensemble = _ensembles.Take();
        for (int first = 0; first < actions.Length; first += StateNetworks.Capacity)
        {
            int rows = Math.Min(StateNetworks.Capacity, actions.Length - first);
            ReadOnlySpan<float> found = ensemble.Choose(states.Slice(first * width, rows * width), actions.Slice(first, rows));
            for (int i = 0; i < rows * worths; i++) values[first * worths + i] = Target.Clamp(found[i]);
        }

        _ensembles.Return(ensemble);
    }

    /// <summary>The expected discounted return of each action, also of those that the log does not allow.</summary>
    /// <param name="states">[B, S] states in the units of the specification.</param>
    /// <param name="values">[B, A] written: in units of reward; with imitation in those of its critic.</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void Values(ReadOnlySpan<float> states, Span<float> values)
    {
        int width = Spec.State.Count, actions = Spec.Actions.Count, count = values.Length / actions;
        if (states.Length != count * width || values.Length % actions != 0)
            throw new ArgumentException($"Expected states of shape [B, {width}] and values of shape [B, {actions}], got {states.Length} and {values.Length} numbers.");
        QEnsemble ensemble = _ensembles.Take();
        for (int first = 0; first < count; first += StateNetworks.Capacity)
        {
            int rows = Math.Min(StateNetworks.Capacity, count - first);
            ensemble.Values(states.Slice(first * width, rows * width), rows).CopyTo(values[(first * actions)..]);
        }

        _ensembles.Return(ensemble);
    }

    /// <summary>What the networks' outputs mean, for one thread.</summary>
    internal QHead NewHead() => QHead.Of(Spec, Target, Options);

    internal static MlpShape Shape(StateEncoder encoder, WorldSpec spec, PolicyOptions options) =>
        new(encoder.StateFeatures, options.HiddenWidth, 2, QHead.OutputsOf(spec, options.Resolved()), Activation.Silu);
}
