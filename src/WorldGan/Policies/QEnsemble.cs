using WorldGan.Numerics;

namespace WorldGan.Policies;

/// <summary>The networks of a policy with buffers for up to <see cref="Capacity"/> rows. One instance serves one thread.</summary>
internal sealed class QEnsemble
{
    public const int Capacity = 256;

    private readonly QPolicy _policy;
    private readonly Columns _states, _input;              // [S, rows] and [F, rows], which all networks read
    private readonly MlpInference[] _networks;
    private readonly float[] _values, _output, _ofOne;

    public QEnsemble(QPolicy policy)
    {
        _policy = policy;
        int actions = policy.Spec.Actions.Count;
        (_states, _input) = (new Columns(policy.Spec.State.Count, Capacity), new Columns(policy.Encoder.StateFeatures, Capacity));
        _networks = [.. policy.Networks.Select(net => new MlpInference(net, _input))];
        (_values, _output, _ofOne) = (new float[Capacity * actions], new float[1 + actions], new float[actions]);
    }

    /// <summary>[rows, A] the mean value of each action over the networks, in units of reward; overwritten by the next call.</summary>
    /// <param name="states">[rows, S] states in the units of the specification.</param>
    /// <param name="rows">At most <see cref="Capacity"/>.</param>
    public ReadOnlySpan<float> Values(ReadOnlySpan<float> states, int rows)
    {
        int actions = _ofOne.Length;
        float unit = (float)_policy.Target.Scale / _networks.Length;
        _states.Fill(states, rows);
        _policy.Encoder.WriteStates(_states, rows, _input, 0);
        Span<float> values = _values.AsSpan(0, rows * actions);
        values.Clear();
        foreach (MlpInference network in _networks)
        {
            network.Run(rows);
            for (int row = 0; row < rows; row++)
            {
                for (int o = 0; o < _output.Length; o++) _output[o] = network.Output[o][row];
                QNetwork.Values(_output, _ofOne);
                for (int a = 0; a < actions; a++) values[row * actions + a] += _ofOne[a] * unit;
            }
        }

        return values;
    }
}
