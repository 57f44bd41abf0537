using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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

    private const int Square = 4;                          // floats of a Vector128
    private const int Corner = (Square - 1) * Width + Square - 1; // the last element of a square

    /// <summary>Number of columns that are computed: not all of the padding.</summary>
    public static int PadToHalf(int columns) => (columns + Half - 1) & -Half;

    /// <summary>Number of columns after padding.</summary>
    public static int Pad(int columns) => (columns + Width - 1) & -Width;

    /// <summary>Writes the transposed of a matrix in panels; padding of the result stays as it is.</summary>
    /// <param name="matrix">[rows, columns] in panels.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns without padding.</param>
    /// <param name="transposed">[columns, rows] in panels.</param>
    public static void Transpose<T>(ReadOnlySpan<T> matrix, int rows, int columns, Span<T> transposed)
        where T : unmanaged
    {
        for (int column = 0; column < columns; column += Square)
            for (int row = 0; row < rows; row += Square)
            {
                ReadOnlySpan<T> from = matrix[At(row, column, rows)..];
                Span<T> to = transposed[At(column, row, columns)..];
                int height = Math.Min(Square, rows - row), width = Math.Min(Square, columns - column);
                if (Sse.IsSupported && typeof(T) == typeof(float) && height == Square && width == Square && from.Length > Corner && to.Length > Corner)
                {
                    TransposeSquare(ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(from)), ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(to)));
                    continue;
                }

                for (int i = 0; i < height; i++)
                    for (int j = 0; j < width; j++) to[j * Width + i] = from[i * Width + j];
            }
    }

    private static int At(int row, int column, int rows) => (column / Width * rows + row) * Width + column % Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquare(ref float from, ref float to)
    {
        Vector128<float> a = Vector128.LoadUnsafe(ref from), b = Vector128.LoadUnsafe(ref from, Width);
        Vector128<float> c = Vector128.LoadUnsafe(ref from, 2 * Width), d = Vector128.LoadUnsafe(ref from, 3 * Width);
        Vector128<float> ab01 = Sse.UnpackLow(a, b), cd01 = Sse.UnpackLow(c, d), ab23 = Sse.UnpackHigh(a, b), cd23 = Sse.UnpackHigh(c, d); // ab01 = a0 b0 a1 b1
        Sse.MoveLowToHigh(ab01, cd01).StoreUnsafe(ref to);
        Sse.MoveHighToLow(cd01, ab01).StoreUnsafe(ref to, Width);
        Sse.MoveLowToHigh(ab23, cd23).StoreUnsafe(ref to, 2 * Width);
        Sse.MoveHighToLow(cd23, ab23).StoreUnsafe(ref to, 3 * Width);
    }
}
