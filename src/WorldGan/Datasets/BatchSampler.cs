using WorldGan.Numerics;

namespace WorldGan.Datasets;

/// <summary>Draws rows with replacement. A draw depends on seed, stage and step only, so training can go on anywhere.</summary>
/// <param name="seed">Seed of the trainer.</param>
/// <param name="stage">Distinguishes the stages of one trainer.</param>
internal sealed class BatchSampler(ulong seed, uint stage)
{
    private int[] _drawn = [];

    /// <summary>Draws <paramref name="count"/> of the rows; the array is reused by the next draw.</summary>
    public int[] Draw(int[] rows, int count, uint step)
    {
        if (_drawn.Length != count) _drawn = new int[count];
        var random = new RandomStream(seed, RandomPurpose.Batch, stage, step);
        for (int i = 0; i < count; i++) _drawn[i] = rows[random.NextInt32(rows.Length)];
        return _drawn;
    }
}
