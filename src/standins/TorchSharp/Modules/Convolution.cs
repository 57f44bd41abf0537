using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What a convolution [out, in / groups, height, width] and its transpose [in, out / groups, height, width] share.</summary>
internal abstract class Convolution : Weighted
{
    private protected Convolution(string name, long[] shape, long outputs, bool hasBias, PaddingModes mode, Device? device, ScalarType? dtype) : base(name)
    {
        if (mode != PaddingModes.Zeros) throw new NotSupportedException($"Padding with {mode} is not supported here.");
        weight = empty(shape, dtype, device).AsParameter();
        if (hasBias) bias = empty(outputs, dtype, device).AsParameter();
        FillUniformly();
    }

    public long[] stride { get; init; } = [1, 1];

    public long[] padding { get; init; } = [0, 0];

    public long[] output_padding { get; init; } = [0, 0];

    public long[] dilation { get; init; } = [1, 1];

    public long groups { get; init; } = 1;

    public new Parameter weight
    {
        get => base.weight!;
        set => base.weight = value;
    }
}
