using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>
/// Draws the next image. An encoder reads the images seen, with the action; a convolution's transpose makes planes of the smallest size of its few pixels and the latent (DCGAN, arXiv:1511.06434).
/// With them a network of that size says what is added to the present image, and at each larger size another one what is added to the last prediction, doubled (arXiv:1511.05440, equation 4).
/// Reward and end are read from the encoder.
/// </summary>
internal sealed class FrameGenerator : nn.Module
{
    private const int HeadWidth = 64;

    private readonly FrameShape _shape;
    private readonly int _scales;
    private readonly FrameEncoder _encoder;
    private readonly ConvTranspose2d _widen;
    private readonly ModuleList<FrameRefiner> _refiners;
    private readonly Linear _hidden, _outputs;

    public FrameGenerator(FrameShape shape, FrameModelOptions options)
        : base(nameof(FrameGenerator))
    {
        (_shape, _scales) = (shape, options.Scales);
        int seen = shape.Seen * shape.Channels, channels = options.Channels, given = shape.Actions + options.LatentSize;
        _encoder = new FrameEncoder(seen + shape.Actions, channels, options.Scales);
        _widen = nn.ConvTranspose2d(_encoder.Outputs + options.LatentSize, 2 * channels, 4, stride: 2, padding: 1);
        _refiners = nn.ModuleList(Enumerable.Range(0, options.Scales).Select(k => new FrameRefiner(seen + (k == 0 ? 2 * channels : shape.Channels) + given, channels, shape.Channels)).ToArray());
        _hidden = nn.Linear(_encoder.Outputs * (shape.Height >> options.Scales) * (shape.Width >> options.Scales), HeadWidth);
        _outputs = nn.Linear(HeadWidth, 2);
        RegisterComponents();
    }

    /// <summary>The next step.</summary>
    /// <param name="past">[B, k · C, H, W] the images seen.</param>
    /// <param name="action">[B, A].</param>
    /// <param name="latent">[B, latent] standard normal.</param>
    public FramePrediction Predict(Tensor past, Tensor action, Tensor latent)
    {
        Tensor[] seen = FramePyramid.Of(past, _scales);
        Tensor code = _encoder.call(FramePyramid.WithPlanes(past, action)), given = cat([action, latent], 1);
        Tensor present = seen[0].narrow(1, (_shape.Seen - 1) * _shape.Channels, _shape.Channels);
        var frames = new Tensor[_scales];
        Tensor planes = _widen.call(FramePyramid.WithPlanes(code, latent)).leaky_relu(FrameEncoder.Slope);
        for (int k = 0; k < _scales; k++)
        {
            Tensor start = k == 0 ? present : FramePyramid.Double(frames[k - 1]);
            frames[k] = start + _refiners[k].call(FramePyramid.WithPlanes(cat([seen[k], k == 0 ? planes : start], 1), given));
        }

        Tensor heads = _outputs.call(_hidden.call(code.flatten(1)).leaky_relu(FrameEncoder.Slope));
        return new FramePrediction(frames, heads.select(1, 0), heads.select(1, 1));
    }
}
