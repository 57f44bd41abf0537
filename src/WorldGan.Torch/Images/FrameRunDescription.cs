using WorldGan.Numerics;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Torch.Images;

/// <summary>What a run of a world of images is made of. Saved as frames.json in its folder, where runs of numbers have a run.json.</summary>
internal sealed record FrameRunDescription
{
    /// <summary>Version of WorldGan that began the run.</summary>
    public required string Version { get; init; }

    /// <summary>Full paths of the logs, in the order in which they are read.</summary>
    public required IReadOnlyList<string> Logs { get; init; }

    /// <summary>Hash of the logs' values.</summary>
    public required string DataHash { get; init; }

    /// <summary>Transitions in the logs.</summary>
    public required int Transitions { get; init; }

    /// <summary>The device that learned.</summary>
    public required string Device { get; init; }

    /// <summary>Every setting with its value.</summary>
    public required FrameSettings Settings { get; init; }

    /// <summary>The world, as its world.json was when the run began.</summary>
    public required WorldSpec World { get; init; }

    /// <exception cref="FaultyFileException">The file is wrong; every fault is listed.</exception>
    public static FrameRunDescription Read(string path)
    {
        var faults = new FaultList(path);
        PlacedValue root = JsonTree.Parse(File.ReadAllBytes(path), faults);
        var description = new RecordReader(faults).Read<FrameRunDescription>(root);
        if (root.Find("world") is { } world && faults.IsClean("world")) WorldSpecRules.Check(description.World, world, faults);
        faults.ThrowIfAny();
        return description;
    }

    public void Write(string path) => AtomicFile.Write(path, RecordWriter.Write(this));
}
