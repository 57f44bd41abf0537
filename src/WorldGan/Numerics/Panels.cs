using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace WorldGan.Numerics;

/// <summary>
/// The layout that all matrices of the engine share: columns padded to whole panels of 16, so that no kernel has a tail at any
/// vector width. Padding columns of weights and gradients hold zeros and stay zero.
/// </summary>
internal static class Panels
{
    /// <summary>Columns of one panel: a multiple of every vector width up to 512 bits of float.</summary>
    public const int Width = 16;

    /// <summary>The fewest columns that a kernel computes.</summary>
    public const int Half = Width / 2;

    private const int Square = Transposition.Square;
    private const int Corner = (Square - 1) * Width + Square - 1; // the last element of a square

    /// <summary>Number of columns that are computed: not all of the padding.</summary>
    public static int PadToHalf(int columns) => (columns + Half - 1) & -Half;

    /// <summary>Number of columns after padding.</summary>
    public static int Pad(int columns) => (columns + Width - 1) & -Width;

    /// <summary>Writes the transposed of a matrix in panels; padding of the result stays as it is.</summary>
    /// <param name="matrix">[rows, columns] in panels.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns without padding.</param>
    /// <param name="transposed">[columns, rows - skipped] in panels.</param>
    /// <param name="skipped">Rows that stand first and are left out.</param>
    public static void Transpose<T>(ReadOnlySpan<T> matrix, int rows, int columns, Span<T> transposed, int skipped = 0)
        where T : unmanaged
    {
        for (int column = 0; column < columns; column += Square)
            for (int row = skipped; row < rows; row += Square)
            {
                ReadOnlySpan<T> from = matrix[At(row, column, rows)..];
                Span<T> to = transposed[At(column, row - skipped, columns)..];
                int height = Math.Min(Square, rows - row), width = Math.Min(Square, columns - column);
                if (Sse.IsSupported && typeof(T) == typeof(float) && height == Square && width == Square && from.Length > Corner && to.Length > Corner)
                {
                    Transposition.RunSquare(in Unsafe.As<T, float>(ref MemoryMarshal.GetReference(from)), Width, ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(to)), Width);
                    continue;
                }

                for (int i = 0; i < height; i++)
                    for (int j = 0; j < width; j++) to[j * Width + i] = from[i * Width + j];
            }
    }

    private static int At(int row, int column, int rows) => (column / Width * rows + row) * Width + column % Width;
}
