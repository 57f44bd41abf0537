namespace WorldGan.Numerics;

/// <summary>Arrays of a training by name in one file, written whole or not at all.</summary>
internal sealed class Checkpoint
{
    private readonly SafetensorsFile _file;
    private readonly string _prefix;

    private Checkpoint(SafetensorsFile file, string prefix = "") => (_file, _prefix) = (file, prefix);

    /// <summary>A checkpoint in memory, of arrays that nobody changes any more.</summary>
    public static Checkpoint Of(IEnumerable<(string Name, Array Values)> arrays) => new(FileOf(arrays));

    /// <summary>Opens a checkpoint.</summary>
    /// <exception cref="InvalidDataException">The file is not a checkpoint.</exception>
    public static Checkpoint Open(string path) => new(SafetensorsFile.Read(path));

    /// <summary>The arrays whose names begin with a prefix, without it.</summary>
    public Checkpoint Under(string prefix) => new(_file, _prefix + prefix);

    /// <summary>Writes the arrays, replacing an older checkpoint only when all is on the disk.</summary>
    public static void Write(string path, IEnumerable<(string Name, Array Values)> arrays)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileOf(arrays).Write(path);
    }

    /// <summary>Copies saved values into arrays of the same names, kinds and lengths.</summary>
    /// <exception cref="InvalidDataException">An array is missing or of another kind or length.</exception>
    public void Read(IEnumerable<(string Name, Array Values)> arrays)
    {
        foreach ((string name, Array values) in arrays)
        {
            Array saved = values switch
            {
                float[] => _file.Get<float>(_prefix + name, values.Length),
                double[] => _file.Get<double>(_prefix + name, values.Length),
                int[] => _file.Get<int>(_prefix + name, values.Length),
                _ => _file.Get<byte>(_prefix + name, values.Length),
            };
            saved.CopyTo(values, 0);
        }
    }

    private static SafetensorsFile FileOf(IEnumerable<(string Name, Array Values)> arrays) =>
        new(arrays.ToDictionary(a => a.Name, a => ToTensor(a.Values)), new Dictionary<string, string>());

    private static Tensor ToTensor(Array values) => values switch
    {
        float[] v => Tensor.Of(v, v.Length),
        double[] v => Tensor.Of(v, v.Length),
        int[] v => Tensor.Of(v, v.Length),
        byte[] v => Tensor.Of(v, v.Length),
        _ => throw new ArgumentException($"Expected arrays of float, double, int or byte, got {values.GetType().Name}."),
    };
}
