using WorldGan.Numerics;
using WorldGan.Worlds.Json;

namespace WorldGan.Worlds;

/// <summary>Reads and writes world.json. A wrong file gives one error that lists every fault with its line and column.</summary>
/// <example><code>
/// WorldSpec world = WorldSpecFile.Read("worlds/arm/world.json");
/// WorldSpecFile.Write("copy.json", world with { StepLimit = 100 });
/// </code></example>
public static class WorldSpecFile
{
    /// <summary>The name of the file in a world's folder.</summary>
    public const string FileName = "world.json";

    /// <summary>Reads a specification from a file.</summary>
    /// <exception cref="FaultyFileException">The file is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WorldSpec Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads a specification from the bytes of a file.</summary>
    /// <param name="utf8">The file's text.</param>
    /// <param name="name">What error messages call the file.</param>
    /// <exception cref="FaultyFileException">The text is wrong.</exception>
    public static WorldSpec Parse(ReadOnlySpan<byte> utf8, string name)
    {
        var faults = new FaultList(name);
        var root = JsonTree.Parse(utf8, faults);
        var spec = new RecordReader(faults).Read<WorldSpec>(root);
        WorldSpecRules.Check(spec, root, faults);
        faults.ThrowIfAny();
        return spec;
    }

    /// <summary>The specification as UTF-8 text; parsed again it gives an equal specification.</summary>
    /// <exception cref="FaultyFileException">The specification breaks a rule of world.json.</exception>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static byte[] Format(WorldSpec spec)
    {
        byte[] utf8 = RecordWriter.Write(spec);
        Parse(utf8, FileName);
        return utf8;
    }

    /// <summary>Writes the specification. The file is whole at every moment: the old one, or the new one.</summary>
    /// <exception cref="FaultyFileException">The specification breaks a rule of world.json; nothing is written.</exception>
    /// <exception cref="ArgumentException">A number is not finite; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, WorldSpec spec) => AtomicFile.Write(path, Format(spec));
}
