using TorchSharp.Modules;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Images;

/// <summary>Convolutions with strides in the place of pools (DCGAN, arXiv:1511.06434): each halves the sides, and the smallest image that is left is a few pixels of many channels.</summary>
internal sealed class FrameEncoder : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<Conv2d> _layers;

    /// <param name="inputs">Channels that come in.</param>
    /// <param name="channels">Channels of the first layer; the others have twice as many.</param>
    /// <param name="halvings">How often the sides are halved.</param>
    public FrameEncoder(int inputs, int channels, int halvings)
        : base(nameof(FrameEncoder))
    {
        _layers = nn.ModuleList(Enumerable.Range(0, halvings).Select(i => nn.Conv2d(i == 0 ? inputs : i == 1 ? channels : 2 * channels, i == 0 ? channels : 2 * channels, 4, stride: 2, padding: 1)).ToArray());
        Outputs = halvings == 1 ? channels : 2 * channels;
        RegisterComponents();
    }

    /// <summary>Channels that come out.</summary>
    public int Outputs { get; }

    /// <param name="input">[B, inputs, H, W].</param>
    /// <returns>[B, Outputs, H / 2^halvings, W / 2^halvings].</returns>
    public override Tensor forward(Tensor input)
    {
        foreach (Conv2d layer in _layers) input = layer.call(input).leaky_relu(Slope);
        return input;
    }

    /// <summary>Slope of the leaky rectifiers below zero, as in DCGAN's critic.</summary>
    public const double Slope = 0.2;
}
