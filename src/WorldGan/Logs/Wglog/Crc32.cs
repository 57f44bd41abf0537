using System.Buffers.Binary;

namespace WorldGan.Logs.Wglog;

/// <summary>
/// The CRC-32 of zlib and PNG (polynomial 0xEDB88320 reflected, ISO 3309), eight bytes at a time: table k holds what a byte
/// does to the remainder after k more zero bytes ("slicing by 8", Kounavis and Berry, 2005).
/// </summary>
internal static class Crc32
{
    private static readonly uint[] Tables = MakeTables();

    /// <summary>The checksum that <c>zlib.crc32(bytes)</c> gives.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="before">The checksum of the bytes before them, where there are any: <c>zlib.crc32(bytes, before)</c>.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        ReadOnlySpan<uint> t = Tables;
        uint crc = ~before;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            uint low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes), high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[0x700 + (byte)low] ^ t[0x600 + (byte)(low >> 8)] ^ t[0x500 + (byte)(low >> 16)] ^ t[0x400 + (int)(low >> 24)]
                ^ t[0x300 + (byte)high] ^ t[0x200 + (byte)(high >> 8)] ^ t[0x100 + (byte)(high >> 16)] ^ t[(int)(high >> 24)];
        }

        foreach (byte b in bytes) crc = t[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (uint i = 0; i < tables.Length; i++)
        {
            uint crc = i < 256 ? i : tables[i - 256];
            if (i >= 256) crc = tables[(byte)crc] ^ (crc >> 8);
            for (int bit = 0; bit < 8 && i < 256; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            tables[i] = crc;
        }

        return tables;
    }
}
