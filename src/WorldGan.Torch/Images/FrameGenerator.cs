using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>
/// Draws the next image. An encoder reads the images seen, with the action; its few pixels and the latent become the smallest image by a convolution's transpose (DCGAN, arXiv:1511.06434),
/// and each larger one is the last one doubled plus what a network of that size adds (arXiv:1511.05440, equation 4). Reward and end are read from the encoder.
/// </summary>
internal sealed class FrameGenerator : nn.Module
{
    private const int HeadWidth = 64;

    private readonly FrameShape _shape;
    private readonly int _scales;
    private readonly FrameEncoder encoder;
    private readonly ConvTranspose2d widen;
    private readonly Conv2d coarse;
    private readonly ModuleList<FrameRefiner> refiners;
    private readonly Linear hidden, outputs;

    public FrameGenerator(FrameShape shape, FrameModelOptions options)
        : base(nameof(FrameGenerator))
    {
        (_shape, _scales) = (shape, options.Scales);
        int seen = shape.Seen * shape.Channels, channels = options.Channels, given = shape.Actions + options.LatentSize;
        encoder = new FrameEncoder(seen + shape.Actions, channels, options.Scales);
        widen = nn.ConvTranspose2d(encoder.Outputs + options.LatentSize, 2 * channels, 4, stride: 2, padding: 1);
        coarse = nn.Conv2d(2 * channels, shape.Channels, 3, padding: 1);
        refiners = nn.ModuleList(Enumerable.Range(1, options.Scales - 1).Select(_ => new FrameRefiner(seen + shape.Channels + given, channels, shape.Channels)).ToArray());
        hidden = nn.Linear(encoder.Outputs * (shape.Height >> options.Scales) * (shape.Width >> options.Scales), HeadWidth);
        outputs = nn.Linear(HeadWidth, 2);
        RegisterComponents();
    }

    /// <summary>The next step.</summary>
    /// <param name="past">[B, k · C, H, W] the images seen.</param>
    /// <param name="action">[B, A].</param>
    /// <param name="latent">[B, latent] standard normal.</param>
    public FramePrediction Predict(Tensor past, Tensor action, Tensor latent)
    {
        Tensor[] seen = FramePyramid.Of(past, _scales);
        Tensor code = encoder.call(FramePyramid.WithPlanes(past, action)), given = cat([action, latent], 1);
        Tensor present = seen[0].narrow(1, (_shape.Seen - 1) * _shape.Channels, _shape.Channels);
        var frames = new Tensor[_scales];
        frames[0] = present + coarse.call(widen.call(FramePyramid.WithPlanes(code, latent)).leaky_relu(FrameEncoder.Slope));
        for (int k = 1; k < _scales; k++)
        {
            Tensor doubled = FramePyramid.Double(frames[k - 1]);
            frames[k] = doubled + refiners[k - 1].call(FramePyramid.WithPlanes(cat([seen[k], doubled], 1), given));
        }

        Tensor heads = outputs.call(hidden.call(code.flatten(1)).leaky_relu(FrameEncoder.Slope));
        return new FramePrediction(frames, heads.select(1, 0), heads.select(1, 1));
    }
}
