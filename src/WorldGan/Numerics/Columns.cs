using System.Numerics;
using System.Runtime.InteropServices;

namespace WorldGan.Numerics;

/// <summary>Numbers of many rows, column by column, for kernels with a lane for each row.</summary>
/// <param name="count">Number of columns.</param>
/// <param name="rows">Most rows.</param>
internal sealed class Columns(int count, int rows)
{
    private readonly AlignedBuffer<float> _numbers = new(count * Panels.Pad(rows));

    /// <summary>Distance between columns: the most rows, and padding that holds anything.</summary>
    public int Stride { get; } = Panels.Pad(rows);

    /// <summary>[count, Stride] all columns one after the other.</summary>
    public Span<float> All => _numbers.Span;

    /// <summary>[Stride] one column.</summary>
    public Span<float> this[int column] => All.Slice(column * Stride, Stride);

    /// <summary>The first <paramref name="rows"/> rows of a column, and the padding that fills the last panel.</summary>
    public Span<Vector<float>> Vectors(int column, int rows) => MemoryMarshal.Cast<float, Vector<float>>(All.Slice(column * Stride, Panels.Pad(rows)));

    /// <summary>Takes over rows that lie one after the other.</summary>
    /// <param name="values">[rows, count] the rows.</param>
    /// <param name="rows">Number of rows.</param>
    public void Fill(ReadOnlySpan<float> values, int rows) => Transposition.Run(values, rows, count, count, All, Stride);

    /// <summary>Takes over chosen rows, one beside the other.</summary>
    /// <param name="values">[any, count] the rows to choose from.</param>
    /// <param name="rows">Numbers of the chosen rows, strictly rising.</param>
    public void Gather(ReadOnlySpan<float> values, ReadOnlySpan<int> rows)
    {
        if (IsRun(rows))
        {
            Fill(values[(rows[0] * count)..], rows.Length);
            return;
        }

        for (int column = 0; column < count; column++)
        {
            Span<float> numbers = this[column][..rows.Length];
            for (int i = 0; i < numbers.Length; i++) numbers[i] = values[rows[i] * count + column];
        }
    }

    /// <summary>The way back of <see cref="Gather"/>: writes the rows to where they were chosen from.</summary>
    /// <param name="rows">Numbers of the chosen rows, strictly rising.</param>
    /// <param name="values">[any, count] the chosen rows are written.</param>
    public void Scatter(ReadOnlySpan<int> rows, Span<float> values)
    {
        if (IsRun(rows))
        {
            Transposition.Run(All, count, rows.Length, Stride, values[(rows[0] * count)..], count);
            return;
        }

        for (int column = 0; column < count; column++)
        {
            ReadOnlySpan<float> numbers = this[column][..rows.Length];
            for (int i = 0; i < numbers.Length; i++) values[rows[i] * count + column] = numbers[i];
        }
    }

    // One after the other, as nearly always: a matrix is transposed faster than rows are picked.
    private static bool IsRun(ReadOnlySpan<int> rows) => rows.Length > 0 && rows[^1] - rows[0] == rows.Length - 1;
}
