using System.Text;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies.Cloning;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Policies;

/// <summary>A policy as one safetensors file, with the world's specification, settings and the hash of the log's data in the metadata.</summary>
/// <example><code>
/// var (policy, provenance) = QPolicyFile.Read("runs/arm/policy.safetensors");
/// QPolicyFile.Write("copy.safetensors", policy, provenance);
/// </code></example>
public static class QPolicyFile
{
    private const string Format = "worldgan.policy.1";

    /// <summary>Writes the file whole or not at all. Equal policies give equal bytes.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, QPolicy policy, Provenance provenance)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(provenance);
        var metadata = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["spec"] = Encoding.UTF8.GetString(WorldSpecFile.Format(policy.Spec.AsRecorded())),
            ["options"] = Encoding.UTF8.GetString(SettingsFile.Format(policy.Options)),
        };
        provenance.AddTo(metadata);
        var tensors = new Dictionary<string, Tensor>();
        NormalizerTensors.Add(tensors, policy.Normalizer);
        for (int i = 0; i < policy.Networks.Count; i++) NetworkTensors.Add(tensors, $"{i}.q", policy.Networks[i]);
        if (policy.Behaviour is not null) NetworkTensors.Add(tensors, "behaviour", policy.Behaviour.Network);
        new SafetensorsFile(tensors, metadata).Write(path);
    }

    /// <summary>Reads a policy and what it was made from.</summary>
    /// <exception cref="InvalidDataException">The file is not whole, or not of this format.</exception>
    /// <exception cref="FaultyFileException">Its specification or settings are wrong.</exception>
    public static (QPolicy Policy, Provenance Provenance) Read(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        if (file.Text("format") != Format) throw new InvalidDataException($"{path}: expected a policy ({Format}), got '{file.Text("format")}'.");
        WorldSpec spec = WorldSpecFile.Parse(Encoding.UTF8.GetBytes(file.Text("spec")), $"{path}: spec").AsSeen();
        PolicyOptions options = SettingsFile.Parse<PolicyOptions>(Encoding.UTF8.GetBytes(file.Text("options")), $"{path}: options");
        Normalizer normalizer = NormalizerTensors.Read(file, spec.State.Count);
        MlpShape shape = QPolicy.Shape(new StateEncoder(spec, normalizer), spec, options);
        Mlp<float>[] networks = [.. Enumerable.Range(0, options.Members).Select(_ => new Mlp<float>(shape))];
        for (int i = 0; i < networks.Length; i++) NetworkTensors.Read(file, $"{i}.q", networks[i]);
        return (new QPolicy(spec, normalizer, options, networks, options.BehaviourThreshold == 0 ? null : ClonedPolicyFile.Read(file, spec, normalizer)), Provenance.Read(file, path));
    }
}
