using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>What one scale adds to the image that it starts from.</summary>
internal sealed class FrameRefiner : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _first, _second, _last;

    /// <param name="inputs">Channels that come in: images seen, the doubled one, and planes.</param>
    /// <param name="channels">Channels between.</param>
    /// <param name="image">Channels of an image.</param>
    public FrameRefiner(int inputs, int channels, int image)
        : base(nameof(FrameRefiner))
    {
        _first = nn.Conv2d(inputs, channels, 5, padding: 2);
        _second = nn.Conv2d(channels, channels, 3, padding: 1);
        _last = nn.Conv2d(channels, image, 3, padding: 1);
        RegisterComponents();
    }

    /// <param name="input">[B, inputs, H, W].</param>
    /// <returns>[B, image, H, W].</returns>
    public override Tensor forward(Tensor input) => _last.call(_second.call(_first.call(input).leaky_relu(FrameEncoder.Slope)).leaky_relu(FrameEncoder.Slope));
}
