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
    private readonly float[] _move = new float[Even(layout.Encoder.StateFeatures)]; // of one condition
    private readonly Normals _moves = new(RandomPurpose.ConditionNoise, rows, Even(layout.Encoder.StateFeatures));

    /// <summary>Moves the conditions of a batch.</summary>
    /// <param name="pass">Its inputs begin with a condition.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="samples">Rows beside each other that have one condition, and move alike.</param>
    /// <param name="draw">Number of the batch.</param>
    public void Apply(MlpPass<float> pass, int count, int samples, uint draw)
    {
        if (_scale == 0) return;
        for (int row = 0; row < count; row++) _moves.SetKey(row, seed, (uint)(row / samples), draw);
        _moves.Draw(count);
        for (int row = 0; row < count; row++)
        {
            _moves.Write(row, _move, _scale);
            Span<float> features = pass.Input.Slice(row * pass.InputStride, _features);
            for (int i = 0; i < features.Length; i++) features[i] += _move[i];
        }
    }

    private static int Even(int count) => (count + 1) / 2 * 2;
}
