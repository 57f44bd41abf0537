using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Policies.Cloning;

/// <summary>The policy that made a log, as its actions tell it: behaviour cloning. It takes each action as often as it was taken in such states.</summary>
public sealed class ClonedPolicy : IStochasticPolicy
{
    private readonly Spares<StateNetworks> _networks;

    internal ClonedPolicy(WorldSpec spec, Normalizer normalizer, Mlp<float> network)
    {
        (Spec, Normalizer, Network, Greedy) = (spec, normalizer, network, new GreedyClone(this));
        var encoder = new StateEncoder(spec, normalizer);
        _networks = new Spares<StateNetworks>(() => new StateNetworks(encoder, spec.State.Count, [network]));
    }

    /// <summary>The world it acts in.</summary>
    public WorldSpec Spec { get; }

    /// <summary>The units of the network, measured on the log.</summary>
    public Normalizer Normalizer { get; }

    /// <summary>The same policy without its noise: always the most probable action.</summary>
    public IPolicy Greedy { get; }

    internal Mlp<float> Network { get; }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions)
    {
        int count = Spec.Actions.Count;
        double[] probabilities = Probabilities(states, actions.Length);
        for (int row = 0; row < actions.Length; row++)
        {
            var random = new RandomStream(keys[row].Seed, RandomPurpose.Policy, keys[row].Trajectory, keys[row].Step);
            actions[row] = Logistic.Pick(probabilities.AsSpan(row * count, count), random.NextDouble());
        }
    }

    /// <inheritdoc/>
    public double Probability(RowKey key, ReadOnlySpan<float> state, int action) => Probabilities(state, 1)[action];

    /// <summary>How probable each action was in the log: [B, A].</summary>
    /// <param name="states">[B, S] states in the units of the specification.</param>
    /// <param name="rows">B.</param>
    /// <exception cref="ArgumentException">The shape is wrong.</exception>
    public double[] Probabilities(ReadOnlySpan<float> states, int rows)
    {
        int width = Spec.State.Count, actions = Spec.Actions.Count;
        if (states.Length != rows * width) throw new ArgumentException($"Expected states of shape [{rows}, {width}], got {states.Length} numbers.");
        var probabilities = new double[rows * actions];
        var logits = new float[actions];
        StateNetworks networks = _networks.Take();
        for (int row = 0; row < rows; row++)
        {
            int inBlock = row % StateNetworks.Capacity, count = Math.Min(StateNetworks.Capacity, rows - row);
            if (inBlock == 0) networks.Run(states.Slice(row * width, count * width), count);
            networks.Read(0, inBlock, logits);
            Logistic.Softmax(logits, probabilities.AsSpan(row * actions, actions));
        }

        _networks.Return(networks);
        return probabilities;
    }

    internal static MlpShape Shape(WorldSpec spec, Normalizer normalizer, CloneOptions options) =>
        new(new StateEncoder(spec, normalizer).StateFeatures, options.HiddenWidth, 2, spec.Actions.Count, Activation.Silu);
}
