using System.Text;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Policies.Cloning;

/// <summary>The clone of a log's policy as one safetensors file, with the world's specification and the hash of the log's data in the metadata.</summary>
/// <example><code>
/// var (clone, provenance) = ClonedPolicyFile.Read("clone.safetensors");
/// IPolicy best = clone.Greedy;
/// </code></example>
public static class ClonedPolicyFile
{
    private const string Format = "worldgan.clone.1";

    /// <summary>Writes the file whole or not at all. Equal policies give equal bytes.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ClonedPolicy policy, Provenance provenance)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(provenance);
        var metadata = new Dictionary<string, string> { ["format"] = Format, ["spec"] = Encoding.UTF8.GetString(WorldSpecFile.Format(policy.Spec.AsRecorded())) };
        provenance.AddTo(metadata);
        var tensors = new Dictionary<string, Tensor>();
        NormalizerTensors.Add(tensors, policy.Normalizer);
        NetworkTensors.Add(tensors, "behaviour", policy.Network);
        new SafetensorsFile(tensors, metadata).Write(path);
    }

    /// <summary>Whether a file holds a clone, not a trained policy or something else.</summary>
    internal static bool Holds(string path) => SafetensorsFile.Read(path).Metadata.GetValueOrDefault("format") == Format;

    /// <summary>Reads a clone and what it was made from.</summary>
    /// <exception cref="InvalidDataException">The file is not whole, or not of this format.</exception>
    /// <exception cref="Worlds.Json.FaultyFileException">Its specification is wrong.</exception>
    public static (ClonedPolicy Policy, Provenance Provenance) Read(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        if (file.Text("format") != Format) throw new InvalidDataException($"{path}: expected a clone ({Format}), got '{file.Text("format")}'.");
        WorldSpec spec = WorldSpecFile.Parse(Encoding.UTF8.GetBytes(file.Text("spec")), $"{path}: spec").AsSeen();
        return (Read(file, spec, NormalizerTensors.Read(file, spec.State.Count)), Provenance.Read(file, path));
    }

    /// <summary>Reads the clone out of a file that holds more.</summary>
    internal static ClonedPolicy Read(SafetensorsFile file, WorldSpec spec, Normalizer normalizer)
    {
        var network = new Mlp<float>(ClonedPolicy.Shape(spec, normalizer, new CloneOptions()));
        NetworkTensors.Read(file, "behaviour", network);
        return new ClonedPolicy(spec, normalizer, network);
    }
}
