using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>Rates next images, given the images before and the action, by a network for each scale (arXiv:1511.05440, section 3.2).</summary>
internal sealed class FrameCritic : nn.Module
{
    private const int LastSide = 4;

    private readonly ModuleList<FrameEncoder> _encoders;
    private readonly ModuleList<Linear> _outputs;

    public FrameCritic(FrameShape shape, FrameModelOptions options)
        : base(nameof(FrameCritic))
    {
        int inputs = (shape.Seen + 1) * shape.Channels + shape.Actions;
        int[] halvings = [.. Enumerable.Range(0, options.Scales).Select(k => Halvings(Math.Min(shape.Height, shape.Width) >> (options.Scales - 1 - k)))];
        _encoders = nn.ModuleList(halvings.Select(count => new FrameEncoder(inputs, options.Channels, count)).ToArray());
        _outputs = nn.ModuleList(halvings.Select((count, k) => nn.Linear(_encoders[k].Outputs * Pixels(shape, options.Scales - 1 - k + count), 1)).ToArray());
        RegisterComponents();
    }

    /// <summary>The ratings at one scale.</summary>
    /// <param name="scale">The scale, from 0, the smallest.</param>
    /// <param name="past">[B, k · C, h, w] the images seen, at this scale.</param>
    /// <param name="next">[B, C, h, w] the images to rate.</param>
    /// <param name="action">[B, A].</param>
    /// <returns>[B, 1].</returns>
    public Tensor Rate(int scale, Tensor past, Tensor next, Tensor action) =>
        _outputs[scale].call(_encoders[scale].call(FramePyramid.WithPlanes(cat([past, next], 1), action)).flatten(1));

    private static int Halvings(int side) => side <= LastSide ? 1 : 1 + (side / 2 > LastSide ? Halvings(side / 2) : 0);

    private static int Pixels(FrameShape shape, int halvings) => (shape.Height >> halvings) * (shape.Width >> halvings);
}
