using WorldGan.Numerics;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Runs;

/// <summary>Reads and writes the run.json of a run folder.</summary>
internal static class RunDescriptionFile
{
    /// <exception cref="FaultyFileException">The file is wrong; every fault is listed.</exception>
    public static RunDescription Read(string path)
    {
        var faults = new FaultList(path);
        PlacedValue root = JsonTree.Parse(File.ReadAllBytes(path), faults);
        var description = new RecordReader(faults).Read<RunDescription>(root);
        if (root.Find("world") is { } world && faults.IsClean("world")) WorldSpecRules.Check(description.World, world, faults);
        faults.ThrowIfAny();
        return description;
    }

    public static void Write(string path, RunDescription description)
    {
        byte[] utf8 = RecordWriter.Write(description);
        AtomicFile.Write(path, stream => stream.Write(utf8));
    }
}
