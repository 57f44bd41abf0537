using FsCheck;
using FsCheck.Fluent;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

/// <summary>Draws tensors and files of them, with every kind of number, empty dimensions, odd bits and odd names.</summary>
internal static class TensorFiles
{
    private static readonly Gen<string> Name =
        Gen.NonEmptyListOf(Gen.Elements("weight", ".", "0", "é", "\"", "\\", "\n", "𝄞", "<", "Ω")).Select(parts => string.Concat(parts));

    private static readonly Gen<Tensor> AnyTensor =
        from rank in Gen.Choose(0, 3)
        from shape in Gen.Choose(0, 4).ArrayOf(rank)
        from type in Gen.Choose(0, 4)
        from tensor in Filled(type, shape)
        select tensor;

    public static Arbitrary<SafetensorsFile> Files() =>
        (from tensors in Gen.ListOf(Name.Zip(AnyTensor))
         from metadata in Gen.ListOf(Name.Zip(Name))
         select new SafetensorsFile(ByName(tensors), ByName(metadata))).ToArbitrary();

    /// <summary>The file's bytes.</summary>
    public static byte[] ToBytes(this SafetensorsFile file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    /// <summary>The file that stands in the bytes; its name for messages is "file".</summary>
    public static SafetensorsFile FromBytes(byte[] bytes) => SafetensorsFile.Read(new MemoryStream(bytes), "file");

    private static Gen<Tensor> Filled(int type, int[] shape)
    {
        int count = shape.Aggregate(1, (a, b) => a * b);
        Gen<byte[]> bits = Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(count * 8);
        return type switch
        {
            0 => bits.Select(b => Tensor.Of(b[..count], shape)),
            1 => bits.Select(b => Tensor.Of(Numbers(b, BitConverter.ToInt32, count), shape)),
            2 => bits.Select(b => Tensor.Of(Numbers(b, BitConverter.ToInt64, count), shape)),
            3 => bits.Select(b => Tensor.Of(Numbers(b, BitConverter.ToSingle, count), shape)),
            _ => bits.Select(b => Tensor.Of(Numbers(b, BitConverter.ToDouble, count), shape)),
        };
    }

    private static T[] Numbers<T>(byte[] bits, Func<byte[], int, T> read, int count) => [.. Enumerable.Range(0, count).Select(i => read(bits, 8 * i))];

    private static Dictionary<string, T> ByName<T>(IEnumerable<(string, T)> pairs) =>
        pairs.DistinctBy(p => p.Item1).ToDictionary(p => p.Item1, p => p.Item2);
}
