using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.WorldModel.Noise;

/// <summary>Draws the noise of one member for many rows, a lane for each row. What a row draws depends on its condition and its key only. One instance serves one thread.</summary>
internal interface INoiseSampler
{
    /// <summary>[O, rows] written by <see cref="Draw"/>: the noise in units of the member's scale.</summary>
    Columns Output { get; }

    /// <summary>Says whose noise the rows are to draw.</summary>
    void SetKeys(ReadOnlySpan<RowKey> keys);

    /// <summary>Draws the noise of the first <paramref name="rows"/> rows, whose conditions stand in the input.</summary>
    void Draw(int rows);
}
