using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.Policies;

/// <summary>Networks that see the same states, with buffers for up to <see cref="Capacity"/> rows. One instance serves one thread.</summary>
internal sealed class StateNetworks
{
    public const int Capacity = 256;

    private readonly StateEncoder _encoder;
    private readonly Columns _states, _input;              // [S, rows] and [F, rows], which all networks read
    private readonly MlpInference[] _networks;

    /// <param name="encoder">Makes features of states.</param>
    /// <param name="width">S.</param>
    /// <param name="networks">From features to outputs.</param>
    public StateNetworks(StateEncoder encoder, int width, IEnumerable<Mlp<float>> networks)
    {
        (_encoder, _states, _input) = (encoder, new Columns(width, Capacity), new Columns(encoder.StateFeatures, Capacity));
        _networks = [.. networks.Select(net => new MlpInference(net, _input))];
    }

    /// <summary>Computes all outputs.</summary>
    /// <param name="states">[rows, S] states in the units of the specification.</param>
    /// <param name="rows">At most <see cref="Capacity"/>.</param>
    public void Run(ReadOnlySpan<float> states, int rows)
    {
        _states.Fill(states, rows);
        _encoder.WriteStates(_states, rows, _input, 0);
        foreach (MlpInference network in _networks) network.Run(rows);
    }

    /// <summary>Copies the output of one network for one row.</summary>
    public void Read(int network, int row, Span<float> output)
    {
        for (int o = 0; o < output.Length; o++) output[o] = _networks[network].Output[o][row];
    }
}
