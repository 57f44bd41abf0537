using System.Buffers.Binary;
using System.Text;
using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

[Properties(Arbitrary = [typeof(TensorFiles)])]
public class SafetensorsFileTests
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    [Property]
    internal void Reading_gives_back_what_was_written_bit_for_bit(SafetensorsFile file)
    {
        SafetensorsFile read = TensorFiles.FromBytes(file.ToBytes());
        Assert.Equal(file.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal), read.Metadata);
        Assert.Equal(file.Tensors.Keys.Order(StringComparer.Ordinal), read.Tensors.Keys);
        foreach ((string name, Tensor tensor) in file.Tensors)
        {
            Assert.Equal(tensor.ToString(), read.Get(name).ToString());
            Assert.Equal(tensor.Bytes.ToArray(), read.Get(name).Bytes.ToArray());
        }
    }

    [Property]
    internal void The_order_of_naming_does_not_change_the_bytes(SafetensorsFile file)
    {
        var reversed = new SafetensorsFile(file.Tensors.Reverse().ToDictionary(), file.Metadata.Reverse().ToDictionary());
        Assert.Equal(file.ToBytes(), reversed.ToBytes());
    }

    [Property]
    internal void Every_tensor_starts_at_a_multiple_of_its_elements_size(SafetensorsFile file)
    {
        byte[] bytes = file.ToBytes();
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        foreach (TensorPlace place in SafetensorsHeader.Parse(bytes.AsMemory(8, header), bytes.Length - 8 - header, "file").Places)
            Assert.Equal(0, place.Begin % place.Type.Size());
    }

    [Property(MaxTest = 20)]
    internal void A_file_cut_anywhere_is_refused(SafetensorsFile file)
    {
        byte[] bytes = file.ToBytes();
        for (int length = 0; length < bytes.Length; length++) Assert.Throws<InvalidDataException>(() => TensorFiles.FromBytes(bytes[..length]));
    }

    [Property]
    internal void A_file_with_one_more_byte_is_refused(SafetensorsFile file) =>
        Assert.Throws<InvalidDataException>(() => TensorFiles.FromBytes([.. file.ToBytes(), 0]));

    [Property(MaxTest = 1000)]
    internal void Damage_is_refused_or_read_but_never_crashes(SafetensorsFile file, byte[] damage, ushort place)
    {
        byte[] bytes = file.ToBytes();
        for (int i = 0; i < damage.Length; i++) bytes[(place + i) % bytes.Length] = damage[i];
        ReadOrRefuse(bytes);
    }

    [Property(MaxTest = 1000)]
    public void Random_bytes_after_a_plausible_length_never_crash(byte[] json, byte[] data) => ReadOrRefuse(Raw(json, data));

    [Fact]
    public void A_file_written_by_the_book_is_read()
    {
        // The layout of the published format: length, header, numbers; no padding, offsets from the end of the header.
        SafetensorsFile file = TensorFiles.FromBytes(Raw(
            """{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]},"a":{"dtype":"I32","shape":[],"data_offsets":[0,4]}}""",
            [7, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]));

        Assert.Equal("pt", file.Text("format"));
        Assert.Equal([7], file.Get<int>("a"));
        Assert.Equal([1f, -2f], file.Get<float>("b", 2));
    }

    [Theory]
    [InlineData("[]", 0, "file: header: expected Object, got Array.")]
    [InlineData("{", 0, "file: header: expected JSON")]
    [InlineData("""{"a":{},"a":{}}""", 0, "file: header: expected JSON")]
    [InlineData("""{"\ud800":{}}""", 0, "file: header: expected JSON")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "file: __metadata__: 'a': expected String, got Number.")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "file: header: expected JSON")]
    [InlineData("""{"__metadata__":[]}""", 0, "file: __metadata__: expected Object, got Array.")]
    [InlineData("""{"a":3}""", 0, "file: tensor 'a': expected Object, got Number.")]
    [InlineData("""{"a":{"shape":[],"data_offsets":[0,4]}}""", 4, "file: tensor 'a': expected 'dtype', got none.")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "file: tensor 'a': expected 'shape', got none.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[]}}""", 4, "file: tensor 'a': expected 'data_offsets', got none.")]
    [InlineData("""{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""", 4, "file: tensor 'a': expected a dtype of U8, I32, I64, F32, F64, got 'F16'.")]
    [InlineData("""{"a":{"dtype":"3","shape":[1],"data_offsets":[0,4]}}""", 4, "file: tensor 'a': expected a dtype of U8, I32, I64, F32, F64, got '3'.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "file: tensor 'a': shape: expected whole numbers from 0 to 2147483647, got -1.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "file: tensor 'a': shape: expected whole numbers from 0 to 2147483647, got 1.5.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "file: tensor 'a': expected two data_offsets, got 1.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "file: tensor 'a': expected 8 bytes for F32 [2], got data_offsets [0, 4].")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "file: tensor 'a': expected 4 bytes for F32 [1], got data_offsets [4, 0].")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "file: expected 4 bytes of data after the header, got 3.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "file: expected 4 bytes of data after the header, got 5.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "file: tensor 'a': expected to begin at byte 0 of the data, got 4.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8,
        "file: tensor 'b': expected to begin at byte 8 of the data, got 4.")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4,
        "file: tensor 'a': expected at most 2147483591 bytes, got the shape [2147483647, 2147483647, 2147483647]")]
    public void A_malformed_header_is_refused_and_says_where(string json, int dataBytes, string message) =>
        Assert.StartsWith(message, Assert.Throws<InvalidDataException>(() => TensorFiles.FromBytes(Raw(json, new byte[dataBytes]))).Message);

    [Theory]
    [InlineData(5)]
    [InlineData(1L << 40)]
    [InlineData(-1)]
    public void A_header_that_claims_to_be_longer_than_the_file_is_refused_before_room_is_made_for_it(long claimed)
    {
        byte[] bytes = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, claimed);
        string message = Assert.Throws<InvalidDataException>(() => TensorFiles.FromBytes(bytes)).Message;
        Assert.Equal($"file: expected a header of at most 4 bytes, got a length of {(ulong)claimed}.", message);
    }

    [Fact]
    public void A_tensor_that_is_missing_or_different_is_refused_and_says_what_is_there()
    {
        var file = new SafetensorsFile(new Dictionary<string, Tensor> { ["a"] = Tensor.Of(new float[6], 2, 3) }, NoMetadata);
        Assert.Equal("new file: tensor 'a': expected F64 [2, 3], got F32 [2, 3].", Assert.Throws<InvalidDataException>(() => file.Get<double>("a", 2, 3)).Message);
        Assert.Equal("new file: tensor 'a': expected F32 [3, 2], got F32 [2, 3].", Assert.Throws<InvalidDataException>(() => file.Get<float>("a", 3, 2)).Message);
        Assert.Equal("new file: expected a tensor 'b', got none of this name.", Assert.Throws<InvalidDataException>(() => file.Get("b")).Message);
        Assert.Equal("new file: expected metadata 'b', got none of this name.", Assert.Throws<InvalidDataException>(() => file.Text("b")).Message);
    }

    [Fact]
    public void Numbers_and_shape_must_agree() =>
        Assert.Equal("Expected 6 numbers for the shape [2, 3], got 5.", Assert.Throws<ArgumentException>(() => Tensor.Of(new float[5], 2, 3)).Message);

    [Fact]
    public void A_name_that_could_not_be_read_back_is_not_written()
    {
        string halfAPair = new('\ud800', 1);
        foreach (string name in new[] { "__metadata__", halfAPair })
        {
            var file = new SafetensorsFile(new Dictionary<string, Tensor> { [name] = Tensor.Of(new float[1], 1) }, NoMetadata);
            Assert.ThrowsAny<ArgumentException>(file.ToBytes);
        }
    }

    [SkippableFact]
    public void Python_reads_it_with_nothing_but_the_published_format()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.safetensors");
        var tensors = new Dictionary<string, Tensor>
        {
            ["steps"] = Tensor.Of([1L << 40]),
            ["bytes"] = Tensor.Of<byte>([1, 2, 255], 3),
            ["weight"] = Tensor.Of([0.5f, -1f, 2f, 4f], 2, 2),
        };
        new SafetensorsFile(tensors, new Dictionary<string, string> { ["spec"] = """{"name":"π"}""" }).Write(path);

        const string Script = """
            import json, struct, sys
            raw = open(sys.argv[1], 'rb').read()
            n = struct.unpack('<Q', raw[:8])[0]
            header, data = json.loads(raw[8:8 + n]), raw[8 + n:]
            print(ascii(json.loads(header.pop('__metadata__')['spec'])['name']))
            for name in sorted(header):
                t = header[name]
                begin, end = t['data_offsets']
                print(name, t['shape'], struct.unpack('<' + {'I64': 'q', 'U8': '3B', 'F32': '4f'}[t['dtype']], data[begin:end]))
            """;
        Assert.Equal("""
            '\u03c0'
            bytes [3] (1, 2, 255)
            steps [] (1099511627776,)
            weight [2, 2] (0.5, -1.0, 2.0, 4.0)

            """, Python.Run(Script, [], path));
    }

    [Fact]
    public void A_fault_in_a_file_names_its_path()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), [1, 2, 3]);
        string message = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(folder.File("a"))).Message;
        Assert.Equal($"{folder.File("a")}: expected a header's length in the first 8 bytes, got 3 bytes in all.", message);
    }

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            TensorFiles.FromBytes(bytes);
        }
        catch (InvalidDataException fault)
        {
            Assert.StartsWith("file: ", fault.Message);
        }
    }

    private static byte[] Raw(string json, byte[] data) => Raw(Encoding.UTF8.GetBytes(json), data);

    private static byte[] Raw(byte[] json, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }
}
