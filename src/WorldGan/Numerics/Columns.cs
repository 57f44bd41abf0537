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

    /// <summary>The way back of <see cref="Fill"/>.</summary>
    /// <param name="values">[rows, count] written.</param>
    /// <param name="rows">Number of rows.</param>
    public void CopyTo(Span<float> values, int rows) => Transposition.Run(All, count, rows, Stride, values, count);
}
