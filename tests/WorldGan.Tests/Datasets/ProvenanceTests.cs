using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.Tests.Datasets;

public class ProvenanceTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        var provenance = new Provenance("abc", int.MaxValue, ulong.MaxValue);
        var metadata = new Dictionary<string, string>();
        provenance.AddTo(metadata);
        Assert.Equal(provenance, Provenance.Read(File(metadata), "file"));
    }

    [Theory]
    [InlineData("-1", "0")]
    [InlineData("0", "x")]
    [InlineData("1.5", "0")]
    public void Numbers_that_are_none_are_refused(string transitions, string seed) =>
        Assert.Equal($"file: expected whole numbers for the metadata 'transitions' and 'seed', got '{transitions}' and '{seed}'.", Assert.Throws<InvalidDataException>(() =>
            Provenance.Read(File(new() { ["dataHash"] = "abc", ["transitions"] = transitions, ["seed"] = seed }), "file")).Message);

    private static SafetensorsFile File(Dictionary<string, string> metadata) => new(new Dictionary<string, Tensor>(), metadata);
}
