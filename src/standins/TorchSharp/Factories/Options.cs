namespace TorchSharp;

internal static partial class torch
{
    /// <summary>What the factories do last: names are refused rather than dropped.</summary>
    private static Tensor Made(Tensor tensor, bool requires_grad, string[]? names)
    {
        if (names is not null) throw new NotSupportedException("Named tensors are not supported here.");
        return requires_grad ? tensor.requires_grad_() : tensor;
    }

    /// <summary>Integers and truth values make an integer tensor, anything else the default type.</summary>
    private static ScalarType TypeOf(params ReadOnlySpan<Scalar> values)
    {
        foreach (var value in values)
            if (value.Type == ScalarType.Float64) return _defaultType;
        return ScalarType.Int64;
    }

    private static ScalarType OrDefault(ScalarType? dtype) => dtype ?? _defaultType;
}
