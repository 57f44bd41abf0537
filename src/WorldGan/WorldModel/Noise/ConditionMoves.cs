using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>Noise on the conditions of a batch while the noise of outcomes is trained: each moves a little in the features of its state, as the options say.</summary>
/// <param name="layout">Which numbers stand where.</param>
/// <param name="rows">Most rows of a batch.</param>
/// <param name="seed">The member's seed.</param>
internal sealed class ConditionMoves(WorldModelLayout layout, int rows, ulong seed)
{
    private readonly int _features = layout.Encoder.StateFeatures;
    private readonly float _scale = (float)layout.Options.ConditionNoise;
    private readonly int _numbers = Even(layout.Encoder.StateFeatures); // that a row draws
    private readonly float[] _drawn = new float[rows * Even(layout.Encoder.StateFeatures)]; // [rows, numbers]
    private readonly Normals _moves = new(RandomPurpose.ConditionNoise, rows, Even(layout.Encoder.StateFeatures));

    /// <summary>Moves the conditions of a batch.</summary>
    /// <param name="pass">Its inputs begin with a condition.</param>
    /// <param name="count">Number of rows, a multiple of <paramref name="samples"/>.</param>
    /// <param name="samples">Rows beside each other that have one condition, and move alike.</param>
    /// <param name="draw">Number of the batch.</param>
    public void Apply(MlpPass<float> pass, int count, int samples, uint draw)
    {
        if (_scale == 0) return;
        int conditions = count / samples;
        _moves.SetKeys(conditions, seed, draw);
        _moves.Draw(conditions);
        _moves.Write(conditions, _drawn, _numbers, _scale);
        for (int row = 0; row < count; row++)
        {
            Span<float> features = pass.Input.Slice(row * pass.InputStride, _features);
            ReadOnlySpan<float> move = _drawn.AsSpan(row / samples * _numbers, features.Length);
            for (int i = 0; i < features.Length; i++) features[i] += move[i];
        }
    }

    private static int Even(int count) => (count + 1) / 2 * 2;
}
