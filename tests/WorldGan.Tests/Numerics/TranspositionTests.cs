using System.Runtime.Intrinsics.X86;
using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class TranspositionTests
{
    [Property]
    public void Every_element_finds_its_place_and_what_lies_between_rows_stays_as_it_was(byte height, byte width, byte gap, byte otherGap)
    {
        (int rows, int columns) = (height % 23, width % 23);
        (int stride, int otherStride) = (columns + gap % 3, rows + otherGap % 3);
        float[] matrix = Draws.Singles(rows * stride, 1), before = Draws.Singles(columns * otherStride, 2), transposed = [.. before];
        Transposition.Run(matrix, rows, columns, stride, transposed, otherStride);
        for (int column = 0; column < columns; column++)
            for (int row = 0; row < otherStride; row++)
                Assert.Equal(row < rows ? matrix[row * stride + column] : before[column * otherStride + row], transposed[column * otherStride + row]);
    }

    [Fact]
    public void Bits_are_moved_that_are_no_number()
    {
        float[] bits = [.. Enumerable.Range(0, 5 * 5).Select(i => BitConverter.UInt32BitsToSingle(0x7f800001u + (uint)i))], transposed = new float[bits.Length];
        Transposition.Run(bits, 5, 5, 5, transposed, 5);
        for (int i = 0; i < bits.Length; i++) Assert.Equal(BitConverter.SingleToUInt32Bits(bits[i]), BitConverter.SingleToUInt32Bits(transposed[i % 5 * 5 + i / 5]));
    }

    [Theory]
    [InlineData(31, 32)]
    [InlineData(32, 31)]
    public void A_matrix_that_is_too_short_is_refused_before_anything_is_written(int length, int transposedLength)
    {
        float[] matrix = Draws.Singles(length, 1), transposed = new float[transposedLength];
        Assert.Throws<ArgumentOutOfRangeException>(() => Transposition.Run(matrix, 8, 4, 4, transposed, 8));
        if (Sse.IsSupported) Assert.All(transposed, value => Assert.Equal(0, value));
    }
}
