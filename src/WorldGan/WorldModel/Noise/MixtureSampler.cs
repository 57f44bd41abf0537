using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.WorldModel.Noise;

/// <summary>Noise of a mixture of normal distributions: a component by its weight, then its mean and so many of its standard deviations for each variable.</summary>
internal sealed class MixtureSampler : INoiseSampler
{
    private readonly MixtureShape _mixture;
    private readonly MlpInference _network;
    private readonly Normals _normals;
    private readonly RowKey[] _keys;                       // [rows]
    private readonly float[] _logits, _numbers;            // [K], [O and one more where that is odd] of one row
    private readonly double[] _weights;                    // [K] of one row

    /// <inheritdoc cref="NoiseSampler.Of"/>
    public MixtureSampler(WorldModelLayout layout, WorldModelMember member, Columns input)
    {
        (_mixture, _network) = (layout.Mixture, new MlpInference(member.Mixture, input));
        _numbers = new float[(layout.Outcomes + 1) / 2 * 2];
        _normals = new Normals(RandomPurpose.Latent, input.Stride, _numbers.Length);
        (_keys, _logits, _weights) = (new RowKey[input.Stride], new float[_mixture.Logits], new double[_mixture.Logits]);
        Output = new Columns(layout.Outcomes, input.Stride);
    }

    public Columns Output { get; }

    public void SetKeys(ReadOnlySpan<RowKey> keys)
    {
        keys.CopyTo(_keys);
        _normals.SetKeys(RowKey.Words(keys));
    }

    public void Draw(int rows)
    {
        _network.Run(rows);
        _normals.Draw(rows);
        for (int row = 0; row < rows; row++)
        {
            int component = _mixture.Logits == 0 ? 0 : DrawComponent(row);
            _normals.Write(row, _numbers);
            for (int o = 0; o < _mixture.Outcomes; o++)
                Output[o][row] = Said(_mixture.Mean(component) + o, row) + FloatMath.Exp(MixtureShape.Bounded(Said(_mixture.LogDeviation(component) + o, row))) * _numbers[o];
        }
    }

    private int DrawComponent(int row)
    {
        RowKey key = _keys[row];
        for (int k = 0; k < _logits.Length; k++) _logits[k] = Said(k, row);
        Logistic.Softmax(_logits, _weights);
        return Logistic.Pick(_weights, new RandomStream(key.Seed, RandomPurpose.Component, key.Trajectory, key.Step).NextDouble());
    }

    // What the network says about a row.
    private float Said(int output, int row) => _network.Output[output][row];
}
