using System.Globalization;
using WorldGan.Datasets;
using WorldGan.Export.Onnx;
using WorldGan.WorldModel;

namespace WorldGan.Export;

/// <summary>
/// A learned world as an ONNX model: inputs <c>state</c> [B, S], <c>action</c> [B], <c>noise</c> [B, N] and <c>member</c> [B], outputs <c>next_state</c> [B, S],
/// <c>reward</c> [B], <c>terminal_reward</c> [B], <c>terminal</c> [B] (a probability) and <c>outside</c> [B]. It holds no randomness: the caller draws the noise.
/// </summary>
/// <example>
/// <code>
/// var (world, provenance) = LearnedWorldFile.Read("runs/arm/world.safetensors");
/// WorldOnnx.Write("world.onnx", world, provenance);
/// </code>
/// </example>
public static class WorldOnnx
{
    /// <summary>Writes the file whole or not at all. Equal worlds give equal bytes.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="world">The world, with all members of its ensemble.</param>
    /// <param name="provenance">What it was learned from, for the file's metadata.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, LearnedWorld world, Provenance provenance)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(provenance);
        var noise = new OnnxNoise(world.Layout, world.Members);
        Dictionary<string, string> metadata = OnnxWords.Metadata(world.Spec, provenance);
        foreach ((string name, int count) in new[] { ("members", world.MemberCount), ("normals", noise.Normals), ("uniforms", noise.Uniforms) })
            metadata[name] = count.ToString(CultureInfo.InvariantCulture);
        new WorldGraph(world).Build().Write(path, $"One step of the learned world '{world.Spec.Name}'.", metadata);
    }
}
