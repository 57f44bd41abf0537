using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class AlignedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void A_buffer_begins_a_cache_line_and_holds_zeros(int length)
    {
        AlignedBuffer<float>[] buffers = [.. Enumerable.Range(0, 10).Select(i => new AlignedBuffer<float>(length))];
        Assert.All(buffers, buffer => Assert.Equal(0, Address(buffer.Span) % 64));
        Assert.All(buffers, buffer => Assert.Equal(new float[length], buffer.Span.ToArray()));
    }

    private static nint Address(Span<float> span) => Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref MemoryMarshal.GetReference(span));
}
