using WorldGan.Logs.Messages;

namespace WorldGan.Tests.Logs.Messages;

public class CdrReaderTests
{
    private const string Mixed = "uint8 a\nfloat64 b\nuint8 c\nint16 d\nstring e\nint32 f\nfloat64[] g\nuint8 h";

    /// <summary>Written by hand: padding before each number brings it to a multiple of its size, counted from behind the header.</summary>
    [Theory]
    [InlineData("000100000700000000000000000000000000F83F0900FEFF0300000068690000050000000000000006")]
    [InlineData("0000000007000000000000003FF80000000000000900FFFE0000000368690000000000050000000006")]
    public void Numbers_are_aligned_in_both_byte_orders(string hex)
    {
        FieldValue[] values = Read(Mixed, hex, "a", "b", "c", "d", "e", "f", "h");
        Assert.Equal([7, 1.5, 9, -2, null, 5, 6], values.Select(v => v.Number));
        Assert.Equal("hi", values[4].Text);
    }

    [Fact]
    public void A_message_without_fields_is_one_byte() =>
        Assert.Equal(3, Read("E e\nuint8 x\n===\nMSG: p/E\n# nothing", "000100000003", "x")[0].Number);

    [Fact]
    public void Constants_defaults_comments_and_bounds_take_no_bytes() =>
        Assert.Equal(3, Read("int32 A=1\nint32 B = 2\nstring C='x#y'\n# int8 no\nstring<=4 s \"d=#\"\nuint8[<=2] l [1, 2]\nuint8 x 9 # x", "00010000" + "02000000" + "4100" + "0000" + "01000000" + "07" + "03", "x")[0].Number);

    [Fact]
    public void A_place_is_found_by_its_name_wherever_it_stands()
    {
        const string definition = "string[] name\nuint8[] v";
        Assert.Equal(2, Read(definition, "00010000" + "02000000" + "02000000" + "6100" + "0000" + "02000000" + "6200" + "0000" + "02000000" + "0102", "v[b]")[0].Number);
        Assert.Equal(1, Read(definition, "00010000" + "02000000" + "02000000" + "6200" + "0000" + "02000000" + "6100" + "0000" + "02000000" + "0102", "v[b]")[0].Number);
        Assert.False(Read(definition, "00010000" + "00000000" + "02000000" + "0102", "v[b]")[0].IsThere);
    }

    [Theory]
    [InlineData("", "expected the four bytes")]
    [InlineData("00070000", "got the encapsulation 00 07")]
    [InlineData("000100000700", "shorter than its definition")]
    public void What_is_no_such_message_is_refused(string hex, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Read(Mixed, hex, "b")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_list_that_promises_more_than_there_is_costs_nothing() =>
        Assert.Throws<InvalidDataException>(() => Read("string[] names\nuint8 x", "00010000FFFFFFFF", "x"));

    [Theory]
    [InlineData("T t", "the message 'p/T' contains itself")]
    [InlineData("Other o", "the message 'p/Other' is not defined")]
    [InlineData("int32", "p/T, line 1: expected a type and a name, got 'int32'")]
    [InlineData("# two\nint32[x] y", "p/T, line 2: expected the length of a list, got 'x'")]
    [InlineData("int32[0] y", "expected the length of a list, got '0'")]
    public void A_wrong_definition_is_told_where(string definition, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => MessageDefinitions.Read("p/msg/T", definition)).Message, StringComparison.Ordinal);

    private static FieldValue[] Read(string definition, string hex, params string[] paths)
    {
        var wanted = new FieldNode();
        for (int i = 0; i < paths.Length; i++) wanted.Add(FieldPath.TryParse($"/t.{paths[i]}")!.Steps, i);
        var values = new FieldValues(paths.Length);
        new CdrReader(MessageDefinitions.Read("p/msg/T", definition), wanted).Read(Convert.FromHexString(hex), values);
        return [.. Enumerable.Range(0, paths.Length).Select(i => values[i])];
    }
}
