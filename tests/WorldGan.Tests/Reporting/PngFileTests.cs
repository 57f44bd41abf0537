using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FsCheck.Xunit;
using WorldGan.Logs.Wglog;
using WorldGan.Reporting;

namespace WorldGan.Tests.Reporting;

public class PngFileTests
{
    /// <summary>Read back by the chunks of ISO/IEC 15948, which know nothing of the writer.</summary>
    [Property(MaxTest = 50)]
    public void The_pixels_are_found_by_the_rules_of_the_format(byte height, byte width, bool isColour, byte seed)
    {
        int rows = 1 + height % 9, columns = 1 + width % 9, channels = isColour ? 3 : 1;
        byte[] pixels = [.. Enumerable.Range(0, rows * columns * channels).Select(i => (byte)(i * 37 + seed))];
        byte[] file = PngFile.Format(pixels, rows, columns, channels);
        Assert.Equal([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], file[..8]);
        var chunks = Chunks(file).ToList();
        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Kind));
        byte[] header = chunks[0].Data;
        Assert.Equal((columns, rows), (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4))));
        Assert.Equal([8, (byte)(isColour ? 2 : 0), 0, 0, 0], header[8..]);
        using var lines = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunks[1].Data), CompressionMode.Decompress)) zlib.CopyTo(lines);
        Assert.Equal(pixels.Chunk(columns * channels).SelectMany(line => line.Prepend((byte)0)), lines.ToArray());
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PngFile.Format(new byte[4], 2, 2, 2));
        Assert.Throws<ArgumentException>(() => PngFile.Format(new byte[5], 2, 2, 1));
        Assert.Throws<ArgumentException>(() => PngFile.Format([], 0, 2, 1));
    }

    private static IEnumerable<(string Kind, byte[] Data)> Chunks(byte[] file)
    {
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            byte[] named = file[(at + 4)..(at + 8 + length)];
            Assert.Equal(Crc32.Of(named), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            yield return (Encoding.ASCII.GetString(named[..4]), named[4..]);
            at += 12 + length;
        }
    }
}
