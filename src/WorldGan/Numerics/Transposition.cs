using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WorldGan.Numerics;

/// <summary>Turns rows into columns and back: squares of four by four in registers, where the machine has them, and the rest one by one.</summary>
internal static class Transposition
{
    /// <summary>Rows and columns of a square: the floats of a Vector128.</summary>
    public const int Square = 4;

    /// <summary>Writes the transposed of a matrix. Bits are moved and not looked at, whatever they stand for.</summary>
    /// <param name="matrix">[rows, columns], <paramref name="stride"/> from row to row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="stride">Distance of rows, at least the number of columns.</param>
    /// <param name="transposed">[columns, rows] written, <paramref name="transposedStride"/> from row to row.</param>
    /// <param name="transposedStride">Distance of its rows, at least the number of rows.</param>
    public static void Run(ReadOnlySpan<float> matrix, int rows, int columns, int stride, Span<float> transposed, int transposedStride)
    {
        int high = Sse.IsSupported ? rows & -Square : 0, wide = columns & -Square; // what squares fill
        if (high > 0 && wide > 0) RunSquares(matrix[..((high - 1) * stride + wide)], high, wide, stride, transposed[..((wide - 1) * transposedStride + high)], transposedStride);
        for (int row = wide == columns ? high : 0; row < rows; row++)
        {
            ReadOnlySpan<float> line = matrix.Slice(row * stride, columns);
            for (int column = row < high ? wide : 0; column < line.Length; column++) transposed[column * transposedStride + row] = line[column];
        }
    }

    /// <summary>Transposes one square; needs <see cref="Sse"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunSquare(ref readonly float from, int stride, ref float to, int transposedStride)
    {
        nuint row = (nuint)stride, column = (nuint)transposedStride;
        Vector128<float> a = Vector128.LoadUnsafe(in from), b = Vector128.LoadUnsafe(in from, row);
        Vector128<float> c = Vector128.LoadUnsafe(in from, 2 * row), d = Vector128.LoadUnsafe(in from, 3 * row);
        Vector128<float> ab01 = Sse.UnpackLow(a, b), cd01 = Sse.UnpackLow(c, d), ab23 = Sse.UnpackHigh(a, b), cd23 = Sse.UnpackHigh(c, d); // ab01 = a0 b0 a1 b1
        Sse.MoveLowToHigh(ab01, cd01).StoreUnsafe(ref to);
        Sse.MoveHighToLow(cd01, ab01).StoreUnsafe(ref to, column);
        Sse.MoveLowToHigh(ab23, cd23).StoreUnsafe(ref to, 2 * column);
        Sse.MoveHighToLow(cd23, ab23).StoreUnsafe(ref to, 3 * column);
    }

    private static void RunSquares(ReadOnlySpan<float> matrix, int rows, int columns, int stride, Span<float> transposed, int transposedStride)
    {
        ref float from = ref MemoryMarshal.GetReference(matrix), to = ref MemoryMarshal.GetReference(transposed);
        for (int row = 0; row < rows; row += Square)
            for (int column = 0; column < columns; column += Square)
                RunSquare(in Unsafe.Add(ref from, row * stride + column), stride, ref Unsafe.Add(ref to, column * transposedStride + row), transposedStride);
    }
}
