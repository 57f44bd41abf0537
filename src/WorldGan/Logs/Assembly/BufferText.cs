using System.Buffers;
using System.Globalization;
using System.Text;

namespace WorldGan.Logs.Assembly;

/// <summary>Writes text and numbers as UTF-8 bytes.</summary>
internal static class BufferText
{
    private const int LongestNumber = 32;

    public static void Text(this IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);

    public static void Byte(this IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    /// <summary>The shortest text that reads back to the same bits.</summary>
    public static void Number(this IBufferWriter<byte> output, double value)
    {
        value.TryFormat(output.GetSpan(LongestNumber), out int count, default, CultureInfo.InvariantCulture);
        output.Advance(count);
    }

    public static void Number(this IBufferWriter<byte> output, int value)
    {
        value.TryFormat(output.GetSpan(LongestNumber), out int count, default, CultureInfo.InvariantCulture);
        output.Advance(count);
    }
}
