using System.Globalization;
using System.Text;
using TorchSharp;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Torch.Networks;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;
using static TorchSharp.torch;
using FileTensor = WorldGan.Numerics.Tensor;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>A learned world of images.</summary>
/// <param name="generator">Draws next images; it is disposed with the model.</param>
/// <param name="shape">What the images are.</param>
/// <param name="units">What it sees of a pixel.</param>
/// <param name="options">How it was learned.</param>
/// <param name="steps">Steps that it has learned.</param>
internal sealed class FrameModel(FrameGenerator generator, FrameShape shape, FrameUnits units, FrameModelOptions options, int steps) : IDisposable
{
    private const string Format = "worldgan-frames-1";

    /// <summary>Steps that it has learned.</summary>
    public int Steps => steps;

    /// <summary>Draws the next step. No gradient flows into it.</summary>
    /// <param name="past">[B, k · C, H, W] the images seen.</param>
    /// <param name="action">[B, A].</param>
    /// <param name="random">Draws the latent.</param>
    /// <returns>Images [B, C, H, W] in its units, none darker or brighter than a pixel can be; rewards in the units of the log's batches, and probabilities of an end.</returns>
    public (Tensor Next, Tensor Reward, Tensor Terminal) Draw(Tensor past, Tensor action, Randomness random)
    {
        using IDisposable still = no_grad();
        FramePrediction predicted = generator.Predict(past, action, random.Normal(past.shape[0], options.LatentSize));
        return (units.Clamp(predicted.Frames[^1]), predicted.Reward, predicted.Terminal.sigmoid());
    }

    /// <summary>The images seen after a step.</summary>
    public Tensor Shift(Tensor past, Tensor next) => shape.Seen == 1 ? next : cat([past.narrow(1, shape.Channels, (shape.Seen - 1) * shape.Channels), next], 1);

    /// <summary>Writes the model whole or not at all.</summary>
    public void Write(string path, WorldSpec spec, Provenance provenance)
    {
        var metadata = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["spec"] = Encoding.UTF8.GetString(WorldSpecFile.Format(spec)),
            ["options"] = Encoding.UTF8.GetString(SettingsFile.Format(options)),
            ["steps"] = steps.ToString(CultureInfo.InvariantCulture),
        };
        provenance.AddTo(metadata);
        Dictionary<string, FileTensor> tensors = FrameWeights.ToFile(generator);
        tensors["units"] = FileTensor.Of(new[] { units.Mean, units.Scale }, 2);
        new SafetensorsFile(tensors, metadata).Write(path);
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The file is not whole, or is none of a world of images.</exception>
    public static FrameModel Read(string path, Device device)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        if (file.Text("format") != Format) throw file.Fault($"expected the format '{Format}', got '{file.Text("format")}'.");
        WorldSpec spec = WorldSpecFile.Parse(Encoding.UTF8.GetBytes(file.Text("spec")), $"{path}: spec");
        var options = SettingsFile.Parse<FrameModelOptions>(Encoding.UTF8.GetBytes(file.Text("options")), $"{path}: options");
        if (!int.TryParse(file.Text("steps"), NumberStyles.None, CultureInfo.InvariantCulture, out int steps)) throw file.Fault($"expected a whole number for the metadata 'steps', got '{file.Text("steps")}'.");
        FrameShape shape = FrameShape.Of(spec, options);
        var generator = new FrameGenerator(shape, options);
        FrameWeights.Read(generator, file);
        generator.to(device);
        float[] units = file.Get<float>("units", 2);
        return new FrameModel(generator, shape, new FrameUnits(units[0], units[1]), options, steps);
    }

    public void Dispose() => generator.Dispose();
}
