using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What linear, convolution and normalisation modules share: a weight and a bias, either of which may be missing.</summary>
internal abstract class Weighted : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    [ComponentName(Name = nameof(bias))]
    private Parameter? _bias;

    private protected Weighted(string name) : base(name)
    {
    }

    public Parameter? weight
    {
        get => _weight;
        set => Replace(ref _weight, value, nameof(weight));
    }

    public Parameter? bias
    {
        get => _bias;
        set => Replace(ref _bias, value, nameof(bias));
    }

    /// <summary>Uniform values for the weight and, within 1/√(fan in), for the bias: the defaults of PyTorch.</summary>
    private protected void FillUniformly()
    {
        nn.init.kaiming_uniform_(weight!, Math.Sqrt(5));
        if (bias is null) return;
        double bound = 1 / Math.Sqrt(nn.init.CalculateFanInAndFanOut(weight!).fanIn);
        nn.init.uniform_(bias, -bound, bound);
    }

    /// <summary>A weight of ones and a bias of zeros.</summary>
    private protected void FillAffine(long[] shape, Device? device, ScalarType? dtype, bool hasBias = true)
    {
        weight = ones(shape, dtype, device).AsParameter();
        if (hasBias) bias = zeros(shape, dtype, device).AsParameter();
    }

    private void Replace(ref Parameter? held, Parameter? value, string component)
    {
        if (ReferenceEquals(held, value)) return;
        held?.Dispose();
        held = (Parameter?)value?.DetachFromDisposeScope();
        ConditionallyRegisterParameter(component, held);
    }
}
