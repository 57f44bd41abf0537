using System.Text;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.WorldModel;

/// <summary>A learned world as one safetensors file, with its specification, settings and the hash of its data in the metadata.</summary>
/// <example><code>
/// var (world, provenance) = LearnedWorldFile.Read("runs/arm/world.safetensors");
/// Console.WriteLine($"{world.MemberCount} members, learned from {provenance.Transitions} transitions");
/// </code></example>
public static class LearnedWorldFile
{
    private const string Format = "worldgan.world.4";
    private const string FormatBeforeLevels = "worldgan.world.3"; // the ratio of the scale was at most e²
    private const string FormatBeforeClasses = "worldgan.world.2"; // the same where there are no categories and flags to draw

    /// <summary>Writes the file whole or not at all. Equal worlds give equal bytes.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, LearnedWorld world, Provenance provenance)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(provenance);
        var metadata = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["spec"] = Encoding.UTF8.GetString(WorldSpecFile.Format(world.Spec.AsRecorded())),
            ["options"] = Encoding.UTF8.GetString(SettingsFile.Format(world.Options)),
        };
        provenance.AddTo(metadata);
        var tensors = new Dictionary<string, Tensor>();
        NormalizerTensors.Add(tensors, world.Normalizer);
        tensors["starts"] = Tensor.Of(world.StartStates, world.StartStates.Length / world.Spec.State.Count, world.Spec.State.Count);
        for (int i = 0; i < world.MemberCount; i++)
        {
            WorldModelMember member = world.Members[i];
            foreach ((string name, float[] values) in member.Vectors) tensors[$"{i}.{name}"] = Tensor.Of(values, values.Length);
            foreach ((string name, Mlp<float> net) in member.Networks) NetworkTensors.Add(tensors, $"{i}.{name}", net);
        }

        new SafetensorsFile(tensors, metadata).Write(path);
    }

    /// <summary>Reads a learned world and what it was made from.</summary>
    /// <exception cref="InvalidDataException">The file is not whole, or not of this format.</exception>
    /// <exception cref="FaultyFileException">Its specification or settings are wrong.</exception>
    public static (LearnedWorld World, Provenance Provenance) Read(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        string format = file.Text("format");
        if (format is not (Format or FormatBeforeLevels or FormatBeforeClasses)) throw new InvalidDataException($"{path}: expected a learned world ({Format}), got '{format}'.");
        WorldSpec spec = WorldSpecFile.Parse(Encoding.UTF8.GetBytes(file.Text("spec")), $"{path}: spec").AsSeen();
        WorldModelOptions options = SettingsFile.Parse<WorldModelOptions>(Encoding.UTF8.GetBytes(file.Text("options")), $"{path}: options");
        var layout = new WorldModelLayout(spec, NormalizerTensors.Read(file, spec.State.Count), options);
        if (format == FormatBeforeClasses && layout.Classes.Count > 0)
            throw new InvalidDataException($"{path}: expected a world whose categories and flags are drawn before the rest ({Format}), got '{format}', in which they were not. Learn it anew from its log.");
        Tensor starts = file.Get("starts");
        if (starts.Shape.Length != 2 || starts.Shape[0] < 1)
            throw new InvalidDataException($"{path}: expected at least one start state, got {starts}.");
        WorldModelMember[] members = [.. Enumerable.Range(0, options.Members).Select(i => ReadMember(file, layout, i, mostLogRatio: format == Format ? 0 : ScaleTrainer.MostLogRatio))];
        return (new LearnedWorld(layout, members, file.Get<float>("starts", starts.Shape[0], spec.State.Count)), Provenance.Read(file, path));
    }

    private static WorldModelMember ReadMember(SafetensorsFile file, WorldModelLayout layout, int index, float mostLogRatio)
    {
        var member = new WorldModelMember(layout);
        foreach ((string name, float[] values) in member.Vectors) file.Get<float>($"{index}.{name}", values.Length).CopyTo(values, 0);
        foreach ((string name, Mlp<float> net) in member.Networks) NetworkTensors.Read(file, $"{index}.{name}", net);
        for (int o = 0; o < layout.Outcomes; o++)
            if (member.ScaleGate[o] > 0) member.RaiseScale(o, mostLogRatio);
        member.ParametersChanged();
        return member;
    }
}
