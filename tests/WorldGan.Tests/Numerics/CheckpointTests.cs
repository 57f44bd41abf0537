using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("a.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arrays_of_every_kind_come_back_bit_for_bit()
    {
        (string, Array)[] saved = [("f", Draws.Singles(5, 1)), ("d", new[] { double.NaN, -0.0, double.PositiveInfinity }), ("i", new[] { int.MinValue, 7 }), ("b", new byte[] { 1, 255 }), ("none", Array.Empty<float>())];
        (string, Array)[] read = [("b", new byte[2]), ("i", new int[2]), ("d", new double[3]), ("f", new float[5]), ("none", Array.Empty<float>())];
        Checkpoint.Write(Path, saved);
        Checkpoint.Open(Path).Read(read);
        foreach ((string name, Array values) in saved) Assert.Equal(values, read.Single(r => r.Item1 == name).Item2);
    }

    [Fact]
    public void A_folder_that_is_missing_is_made()
    {
        string path = System.IO.Path.Combine(_folder.File("new"), "deeper", "a.safetensors");
        Checkpoint.Write(path, [("a", new float[1])]);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void An_array_that_is_missing_longer_or_of_another_kind_is_refused_by_name()
    {
        Checkpoint.Write(Path, [("a", new float[3])]);
        Refuses([("b", new float[3])], "expected a tensor 'b', got none of this name.");
        Refuses([("a", new float[4])], "tensor 'a': expected F32 [4], got F32 [3].");
        Refuses([("a", new double[3])], "tensor 'a': expected F64 [3], got F32 [3].");
        Refuses([("a", new int[3])], "tensor 'a': expected I32 [3], got F32 [3].");
        Refuses([("a", new byte[3])], "tensor 'a': expected U8 [3], got F32 [3].");
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_is_refused_with_its_path()
    {
        File.WriteAllText(Path, "something else");
        Assert.StartsWith(Path, Assert.Throws<InvalidDataException>(() => Checkpoint.Open(Path)).Message);
    }

    [Fact]
    public void An_array_of_another_kind_is_not_written()
    {
        Assert.Equal("Expected arrays of float, double, int or byte, got Decimal[].",
            Assert.Throws<ArgumentException>(() => Checkpoint.Write(Path, [("a", new decimal[1])])).Message);
        Assert.False(File.Exists(Path));
    }

    private void Refuses((string, Array)[] arrays, string message) =>
        Assert.Equal($"{Path}: {message}", Assert.Throws<InvalidDataException>(() => Checkpoint.Open(Path).Read(arrays)).Message);
}
