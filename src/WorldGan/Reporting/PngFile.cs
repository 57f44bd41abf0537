using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using WorldGan.Logs.Wglog;

namespace WorldGan.Reporting;

/// <summary>Images as PNG (ISO/IEC 15948), 8 bits a channel, without filters.</summary>
internal static class PngFile
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>The bytes of the file.</summary>
    /// <param name="pixels">[height, width, channels].</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue.</param>
    /// <exception cref="ArgumentException">The shape is wrong.</exception>
    public static byte[] Format(ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        if (channels is not (1 or 3) || height < 1 || width < 1 || pixels.Length != height * width * channels)
            throw new ArgumentException($"Expected pixels of shape [{height}, {width}, 1 or 3], got {pixels.Length} numbers of {channels} channels.");
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, (byte)(channels == 1 ? 0 : 2));
        header[10..].Clear();                              // deflate, the five filters, not interlaced
        Write(file, "IHDR", header);
        Write(file, "IDAT", Compress(pixels, height));
        Write(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int height)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            int row = pixels.Length / height;
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte(0);                         // no filter
                zlib.Write(pixels.Slice(y * row, row));
            }
        }

        return compressed.ToArray();
    }

    private static void Write(MemoryStream file, string kind, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        byte[] name = Encoding.ASCII.GetBytes(kind);
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(name);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(data, before: Crc32.Of(name)));
        file.Write(number);
    }
}
