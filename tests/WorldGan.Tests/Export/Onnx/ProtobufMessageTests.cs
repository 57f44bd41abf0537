using WorldGan.Export.Onnx;

namespace WorldGan.Tests.Export.Onnx;

/// <summary>Bytes from the encoding's own documentation (https://protobuf.dev/programming-guides/encoding).</summary>
public class ProtobufMessageTests
{
    [Theory]
    [InlineData(1, 150, "089601")]
    [InlineData(1, 0, "0800")]
    [InlineData(16, 1, "800101")]
    [InlineData(1, -2, "08FEFFFFFFFFFFFFFFFF01")]
    public void A_whole_number_takes_seven_bits_a_byte(int field, long number, string bytes) =>
        Assert.Equal(bytes, Convert.ToHexString(new ProtobufMessage().Add(field, number).Written));

    [Fact]
    public void Text_and_messages_stand_behind_their_length()
    {
        Assert.Equal("120774657374696E67", Convert.ToHexString(new ProtobufMessage().Add(2, "testing").Written));
        Assert.Equal("1A03089601", Convert.ToHexString(new ProtobufMessage().Add(3, new ProtobufMessage().Add(1, 150)).Written));
        Assert.Equal("0A02C3BC", Convert.ToHexString(new ProtobufMessage().Add(1, "ü").Written));
    }

    [Fact]
    public void A_field_that_repeats_keeps_its_order() =>
        Assert.Equal("080308010802", Convert.ToHexString(new ProtobufMessage().AddEach([3L, 1, 2], (message, number) => message.Add(1, number)).Written));
}
