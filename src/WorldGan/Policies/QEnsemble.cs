using WorldGan.Policies.Values;

namespace WorldGan.Policies;

/// <summary>The networks of a policy with buffers for up to <see cref="StateNetworks.Capacity"/> rows. One instance serves one thread.</summary>
internal sealed class QEnsemble
{
    private readonly QPolicy _policy;
    private readonly QHead _head;
    private readonly StateNetworks _networks;              // those of the values, then that of the log's behaviour
    private readonly float[] _values, _output, _ofOne, _logits;

    public QEnsemble(QPolicy policy)
    {
        (_policy, _head) = (policy, policy.NewHead());
        _networks = new StateNetworks(policy.Encoder, policy.Spec.State.Count, policy.Behaviour is null ? policy.Networks : [.. policy.Networks, policy.Behaviour.Network]);
        int actions = _head.Actions;
        (_values, _output, _ofOne, _logits) = (new float[StateNetworks.Capacity * actions], new float[_head.Outputs], new float[actions], new float[actions]);
    }

    /// <summary>[rows, A] the mean value of each action over the networks, in units of reward; overwritten by the next call.</summary>
    /// <param name="states">[rows, S] states in the units of the specification.</param>
    /// <param name="rows">At most <see cref="StateNetworks.Capacity"/>.</param>
    public ReadOnlySpan<float> Values(ReadOnlySpan<float> states, int rows)
    {
        int actions = _head.Actions;
        float unit = (float)_policy.Target.Scale / _policy.Networks.Count;
        _networks.Run(states, rows);
        Span<float> values = _values.AsSpan(0, rows * actions);
        values.Clear();
        for (int n = 0; n < _policy.Networks.Count; n++)
            for (int row = 0; row < rows; row++)
            {
                _networks.Read(n, row, _output);
                _head.Values(_output, _ofOne);
                for (int a = 0; a < actions; a++) values[row * actions + a] += _ofOne[a] * unit;
            }

        return values;
    }

    /// <summary>Chooses the actions with the highest mean values, of those that the log allows.</summary>
    /// <param name="states">[rows, S] states in the units of the specification.</param>
    /// <param name="actions">[rows] written.</param>
    /// <returns>[rows, A] the mean values, as <see cref="Values"/> gives them.</returns>
    public ReadOnlySpan<float> Choose(ReadOnlySpan<float> states, Span<int> actions)
    {
        ReadOnlySpan<float> values = Values(states, actions.Length);
        for (int row = 0; row < actions.Length; row++)
        {
            values.Slice(row * _ofOne.Length, _ofOne.Length).CopyTo(_ofOne);
            if (_policy.Filter is { } filter)
            {
                _networks.Read(_policy.Networks.Count, row, _logits);
                filter.Apply(_logits, _ofOne);
            }

            actions[row] = QHead.Best(_ofOne);
        }

        return values;
    }
}
