using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MessagePack;

namespace WorldGan.Tests.Standins;

/// <summary>Encodings from github.com/msgpack/msgpack/blob/master/spec.md; they hold for the stand-in and for the package.</summary>
public class MessagePackTests
{
    [Theory]
    [InlineData(0L, "00")]
    [InlineData(127L, "7f")]
    [InlineData(128L, "cc80")]
    [InlineData(255L, "ccff")]
    [InlineData(256L, "cd0100")]
    [InlineData(65535L, "cdffff")]
    [InlineData(65536L, "ce00010000")]
    [InlineData(4294967295L, "ceffffffff")]
    [InlineData(4294967296L, "cf0000000100000000")]
    [InlineData(-1L, "ff")]
    [InlineData(-32L, "e0")]
    [InlineData(-33L, "d0df")]
    [InlineData(-128L, "d080")]
    [InlineData(-129L, "d1ff7f")]
    [InlineData(-32768L, "d18000")]
    [InlineData(-32769L, "d2ffff7fff")]
    [InlineData(-2147483648L, "d280000000")]
    [InlineData(-2147483649L, "d3ffffffff7fffffff")]
    public void Integers_take_their_smallest_form(long value, string hex)
    {
        Assert.Equal(hex, Hex((ref MessagePackWriter w) => w.Write(value)));
        Assert.Equal(value, Reader(hex).ReadInt64());
        Assert.Equal(value, Reader(hex).ReadDouble());
    }

    [Theory]
    [InlineData("d07f", 127)]
    [InlineData("d100ff", 255)]
    [InlineData("d200000001", 1)]
    [InlineData("d30000000000000001", 1)]
    [InlineData("cf0000000000000001", 1)]
    public void Integers_in_a_larger_form_are_read(string hex, int value)
    {
        Assert.Equal(value, Reader(hex).ReadInt32());
        Assert.Equal((uint)value, Reader(hex).ReadUInt32());
    }

    [Fact]
    public void Floats_have_the_bits_of_IEEE_754_with_the_highest_byte_first()
    {
        Assert.Equal("ca3fc00000", Hex((ref MessagePackWriter w) => w.Write(1.5f)));
        Assert.Equal("cbbff8000000000000", Hex((ref MessagePackWriter w) => w.Write(-1.5)));
        Assert.Equal(1.5, Reader("ca3fc00000").ReadDouble());
        Assert.Equal(-1.5, Reader("cbbff8000000000000").ReadDouble());
        Assert.Equal(18446744073709551615.0, Reader("cfffffffffffffffff").ReadDouble());
    }

    [Fact]
    public void Nil_booleans_and_text_have_the_bytes_of_the_specification()
    {
        Assert.Equal("c0", Hex((ref MessagePackWriter w) => w.WriteNil()));
        Assert.Equal("c0", Hex((ref MessagePackWriter w) => w.Write((string?)null)));
        Assert.Equal("c3c2", Hex((ref MessagePackWriter w) => { w.Write(true); w.Write(false); }));
        Assert.Equal("a0", Hex((ref MessagePackWriter w) => w.Write("")));
        Assert.Equal("a3c3a961", Hex((ref MessagePackWriter w) => w.Write("éa")));
        Assert.Equal("éa", Reader("a3c3a961").ReadString());
        Assert.Null(Reader("c0").ReadString());
        Assert.Null(Reader("c0").ReadBytes());
        Assert.True(Reader("c3").ReadBoolean());
    }

    [Theory]
    [InlineData(31, "bf")]
    [InlineData(32, "d920")]
    [InlineData(255, "d9ff")]
    [InlineData(256, "da0100")]
    [InlineData(65536, "db00010000")]
    public void Text_has_the_shortest_length(int length, string head)
    {
        string text = new('a', length), hex = Hex((ref MessagePackWriter w) => w.Write(text));
        Assert.StartsWith(head + "61", hex, StringComparison.Ordinal);
        Assert.Equal(text, Reader(hex).ReadString());
    }

    [Theory]
    [InlineData(0, "c400")]
    [InlineData(255, "c4ff")]
    [InlineData(256, "c50100")]
    [InlineData(65536, "c600010000")]
    public void Bytes_have_the_shortest_length(int length, string head)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(7);
        string hex = Hex((ref MessagePackWriter w) => w.Write(bytes));
        Assert.StartsWith(head, hex, StringComparison.Ordinal);
        Assert.Equal(bytes, Reader(hex).ReadBytes()!.Value.ToArray());
    }

    [Theory]
    [InlineData(15, "9f", "8f")]
    [InlineData(16, "dc0010", "de0010")]
    [InlineData(65536, "dd00010000", "df00010000")]
    public void Arrays_and_maps_have_the_shortest_count(int count, string array, string map)
    {
        Assert.Equal(array, Hex((ref MessagePackWriter w) => w.WriteArrayHeader(count)));
        Assert.Equal(map, Hex((ref MessagePackWriter w) => w.WriteMapHeader(count)));
        string items = string.Concat(Enumerable.Repeat("c0", 2 * count));
        Assert.Equal(count, Reader(array + items).ReadArrayHeader());
        Assert.Equal(count, Reader(map + items).ReadMapHeader());
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("c2")]
    [InlineData("ca00000000")]
    [InlineData("cf0000000000000000")]
    [InlineData("d3ffffffffffffffff")]
    [InlineData("da000161")]
    [InlineData("c5000161")]
    [InlineData("92a16192c0c3")]
    [InlineData("de0001a16181a162d1fff0")]
    [InlineData("d40100")]
    [InlineData("d80100000000000000000000000000000000")]
    [InlineData("c7030501020a")]
    [InlineData("c9000000010599")]
    public void A_value_of_any_kind_is_skipped_whole(string hex)
    {
        MessagePackReader reader = Reader(hex + "2a");
        reader.Skip();
        Assert.Equal(42, reader.ReadInt32());
        Assert.True(reader.End);
        for (int bytes = 0; bytes < hex.Length / 2; bytes++) ThrowsEnd(hex[..(2 * bytes)]);
    }

    [Fact]
    public void Other_types_than_asked_for_are_refused()
    {
        Assert.Throws<MessagePackSerializationException>(() => { Reader("a0").ReadInt32(); });
        Assert.Throws<MessagePackSerializationException>(() => { Reader("ca00000000").ReadInt32(); });
        Assert.Throws<MessagePackSerializationException>(() => { Reader("c3").ReadDouble(); });
        Assert.Throws<MessagePackSerializationException>(() => { Reader("00").ReadString(); });
        Assert.Throws<MessagePackSerializationException>(() => { Reader("80").ReadArrayHeader(); });
        Assert.Throws<MessagePackSerializationException>(() => { Reader("90").ReadMapHeader(); });
        Assert.Throws<MessagePackSerializationException>(() => { Reader("90").ReadBytes(); });
        Assert.Throws<MessagePackSerializationException>(() => { Reader("c1").ReadBoolean(); });
    }

    [Fact]
    public void Integers_that_do_not_fit_are_refused()
    {
        Assert.Throws<OverflowException>(() => { Reader("ceffffffff").ReadInt32(); });
        Assert.Throws<OverflowException>(() => { Reader("ff").ReadUInt32(); });
        Assert.Throws<OverflowException>(() => { Reader("cfffffffffffffffff").ReadInt64(); });
    }

    [Theory]
    [InlineData("dd7fffffff")]
    [InlineData("dc000500")]
    public void A_count_beyond_the_input_is_refused(string hex) => Assert.Throws<EndOfStreamException>(() => { Reader(hex).ReadArrayHeader(); });

    [Fact]
    public void A_map_with_half_of_its_entries_is_refused() => Assert.Throws<EndOfStreamException>(() => { Reader("82c0c0c0").ReadMapHeader(); });

    [Theory]
    [InlineData("c6ffffffff00")]
    [InlineData("dbffffffff00")]
    public void A_length_beyond_the_input_is_refused(string hex) => Assert.Throws<EndOfStreamException>(() => { Reader(hex).ReadBytes(); });

    [Property]
    public Property Every_first_byte_has_the_family_of_the_specification() => Prop.ForAll(Gen.Choose(0, 255).ToArbitrary(), code =>
        MessagePackCode.ToMessagePackType((byte)code) == code switch
        {
            < 0x80 or >= 0xe0 or >= 0xcc and <= 0xd3 => MessagePackType.Integer,
            < 0x90 or 0xde or 0xdf => MessagePackType.Map,
            < 0xa0 or 0xdc or 0xdd => MessagePackType.Array,
            < 0xc0 or 0xd9 or 0xda or 0xdb => MessagePackType.String,
            0xc0 => MessagePackType.Nil,
            0xc1 => MessagePackType.Unknown,
            0xc2 or 0xc3 => MessagePackType.Boolean,
            0xc4 or 0xc5 or 0xc6 => MessagePackType.Binary,
            0xca or 0xcb => MessagePackType.Float,
            _ => MessagePackType.Extension,
        });

    [Property]
    public void Nothing_is_read_beyond_the_end(byte[] bytes)
    {
        try
        {
            var reader = new MessagePackReader(bytes);
            while (!reader.End)
            {
                long before = reader.Consumed;
                reader.Skip();
                Assert.InRange(reader.Consumed, before + 1, bytes.Length);
            }
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException or OverflowException)
        {
            Assert.NotEmpty(bytes);
        }
    }

    private delegate void Writing(ref MessagePackWriter writer);

    private static string Hex(Writing write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        write(ref writer);
        writer.Flush();
        return Convert.ToHexStringLower(buffer.WrittenSpan);
    }

    private static MessagePackReader Reader(string hex) => new(Convert.FromHexString(hex));

    private static void ThrowsEnd(string hex) => Assert.Throws<EndOfStreamException>(() => { Reader(hex).Skip(); });
}
