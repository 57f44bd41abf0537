using System.Text;
using FsCheck.Xunit;
using WorldGan.Logs.Wglog;

namespace WorldGan.Tests.Logs.Wglog;

public class Crc32Tests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("123456789", 0xCBF43926u)]                          // the check value of the CRC catalogue
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Known_texts_have_the_checksum_of_zlib(string text, uint checksum) =>
        Assert.Equal(checksum, Crc32.Of(Encoding.ASCII.GetBytes(text)));

    [Property]
    public bool Eight_bytes_at_a_time_equal_bit_by_bit(byte[] bytes) => Crc32.Of(bytes) == BitByBit(bytes);

    private static uint BitByBit(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
