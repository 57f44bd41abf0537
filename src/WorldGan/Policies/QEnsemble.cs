using WorldGan.Numerics;

namespace WorldGan.Policies;

/// <summary>The networks of a policy with buffers for up to <see cref="Capacity"/> rows. One instance serves one thread.</summary>
internal sealed class QEnsemble(QPolicy policy)
{
    public const int Capacity = 256;

    private readonly MlpPass<float>[] _passes = [.. policy.Networks.Select(net => new MlpPass<float>(net, Capacity))];
    private readonly float[] _values = new float[Capacity * policy.Spec.Actions.Count], _ofOne = new float[policy.Spec.Actions.Count];

    /// <summary>[rows, A] the mean value of each action over the networks, in units of reward; overwritten by the next call.</summary>
    /// <param name="states">[rows, S] states in the units of the specification.</param>
    /// <param name="rows">At most <see cref="Capacity"/>.</param>
    public ReadOnlySpan<float> Values(ReadOnlySpan<float> states, int rows)
    {
        int width = policy.Spec.State.Count, actions = _ofOne.Length;
        float unit = (float)policy.Target.Scale / _passes.Length;
        Span<float> values = _values.AsSpan(0, rows * actions);
        values.Clear();
        foreach (MlpPass<float> pass in _passes)
        {
            for (int row = 0; row < rows; row++) policy.Encoder.WriteState(states.Slice(row * width, width), pass.Input[(row * pass.InputStride)..]);
            pass.Infer(rows);
            for (int row = 0; row < rows; row++)
            {
                QNetwork.Values(pass.Output.Slice(row * pass.OutputStride, 1 + actions), _ofOne);
                for (int a = 0; a < actions; a++) values[row * actions + a] += _ofOne[a] * unit;
            }
        }

        return values;
    }
}
