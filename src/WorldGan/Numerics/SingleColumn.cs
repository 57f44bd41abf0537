using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WorldGan.Numerics;

/// <summary>
/// c = start + A · b, a product with a single column, as that of a network with one output: beside the others of its panel it would leave seven lanes of eight
/// empty. Here the lanes are rows, turned in registers, and every chain is the one of <see cref="MatMul"/>: k ascending.
/// </summary>
internal static class SingleColumn
{
    private const int Lanes = 8, Together = 4;             // groups of rows whose chains hide each other's latency
    private const int Square = 4;                          // columns that are turned at once
    private const byte Lower = 0b01_00_01_00, Upper = 0b11_10_11_10; // of both operands

    public static bool IsSupported => Fma.IsSupported && Avx.IsSupported;

    /// <summary>Multiplies; needs <see cref="IsSupported"/>.</summary>
    /// <param name="left">[rows, inner] A.</param>
    /// <param name="leftStride">From row to row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="inner">Number of columns of A.</param>
    /// <param name="column">[inner] b, as the first column of a panel.</param>
    /// <param name="start">What every chain starts from.</param>
    /// <param name="result">[rows] c.</param>
    /// <param name="resultStride">From row to row.</param>
    public static void Run(ReadOnlySpan<float> left, int leftStride, int rows, int inner, ReadOnlySpan<float> column, float start, Span<float> result, int resultStride)
    {
        int row = 0, turned = inner & -Square;
        Span<float> sums = stackalloc float[Together * Lanes];
        while (row < rows)
        {
            int groups = rows - row >= Together * Lanes ? Together : rows - row >= Lanes ? 1 : 0;
            int count = groups == 0 ? 1 : groups * Lanes, done = groups == 0 ? 0 : turned;
            ReadOnlySpan<float> from = left.Slice(row * leftStride, (count - 1) * leftStride + inner);
            sums.Fill(start);
            if (done > 0) Turned(from, leftStride, groups, column[..((done - 1) * Panels.Width + 1)], done, sums);
            for (int i = 0; i < count; i++)
            {
                float sum = sums[i];
                for (int k = done; k < inner; k++) sum = MathF.FusedMultiplyAdd(from[i * leftStride + k], column[k * Panels.Width], sum);
                result[(row + i) * resultStride] = sum;
            }

            row += count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turned(ReadOnlySpan<float> left, nint stride, int groups, ReadOnlySpan<float> column, int inner, Span<float> sums)
    {
        ref float a = ref MemoryMarshal.GetReference(left), b = ref MemoryMarshal.GetReference(column), c = ref MemoryMarshal.GetReference(sums);
        Vector256<float> s0 = Vector256.LoadUnsafe(ref c), s1 = s0, s2 = s0, s3 = s0;
        for (int k = 0; k < inner; k += Square)
        {
            Vector256<float> b0 = Vector256.Create(b), b1 = Vector256.Create(Unsafe.Add(ref b, Panels.Width));
            Vector256<float> b2 = Vector256.Create(Unsafe.Add(ref b, 2 * Panels.Width)), b3 = Vector256.Create(Unsafe.Add(ref b, 3 * Panels.Width));
            s0 = Add(ref a, stride, b0, b1, b2, b3, s0);
            if (groups == Together)
            {
                s1 = Add(ref Unsafe.Add(ref a, Lanes * stride), stride, b0, b1, b2, b3, s1);
                s2 = Add(ref Unsafe.Add(ref a, 2 * Lanes * stride), stride, b0, b1, b2, b3, s2);
                s3 = Add(ref Unsafe.Add(ref a, 3 * Lanes * stride), stride, b0, b1, b2, b3, s3);
            }

            a = ref Unsafe.Add(ref a, Square);
            b = ref Unsafe.Add(ref b, Square * Panels.Width);
        }

        s0.StoreUnsafe(ref c);
        s1.StoreUnsafe(ref c, Lanes);
        s2.StoreUnsafe(ref c, 2 * Lanes);
        s3.StoreUnsafe(ref c, 3 * Lanes);
    }

    // Four columns of eight rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(
        ref float a, nint stride, Vector256<float> b0, Vector256<float> b1, Vector256<float> b2, Vector256<float> b3, Vector256<float> sum)
    {
        Vector256<float> x0 = Rows(ref a, stride), x1 = Rows(ref Unsafe.Add(ref a, stride), stride);
        Vector256<float> x2 = Rows(ref Unsafe.Add(ref a, 2 * stride), stride), x3 = Rows(ref Unsafe.Add(ref a, 3 * stride), stride);
        Vector256<float> low01 = Avx.UnpackLow(x0, x1), low23 = Avx.UnpackLow(x2, x3), high01 = Avx.UnpackHigh(x0, x1), high23 = Avx.UnpackHigh(x2, x3);
        sum = Fma.MultiplyAdd(Avx.Shuffle(low01, low23, Lower), b0, sum);
        sum = Fma.MultiplyAdd(Avx.Shuffle(low01, low23, Upper), b1, sum);
        sum = Fma.MultiplyAdd(Avx.Shuffle(high01, high23, Lower), b2, sum);
        return Fma.MultiplyAdd(Avx.Shuffle(high01, high23, Upper), b3, sum);
    }

    // Four columns of a row, and of the fourth row below it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Rows(ref float a, nint stride) =>
        Vector256.Create(Vector128.LoadUnsafe(ref a), Vector128.LoadUnsafe(ref Unsafe.Add(ref a, 4 * stride)));
}
