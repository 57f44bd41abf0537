using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number or truth value whose type is known when it runs.</summary>
internal sealed class Scalar : IDisposable
{
    internal Scalar(ValueKind kind, long bits) => (Kind, Bits) = (kind, bits);

    internal ValueKind Kind { get; }

    internal long Bits { get; }

    public torch.ScalarType Type => Kind switch
    {
        ValueKind.Int => torch.ScalarType.Int64,
        ValueKind.Bool => torch.ScalarType.Bool,
        _ => torch.ScalarType.Float64,
    };

    public static implicit operator Scalar(byte value) => new(ValueKind.Int, value);

    public static implicit operator Scalar(sbyte value) => new(ValueKind.Int, value);

    public static implicit operator Scalar(short value) => new(ValueKind.Int, value);

    public static implicit operator Scalar(int value) => new(ValueKind.Int, value);

    public static implicit operator Scalar(long value) => new(ValueKind.Int, value);

    public static implicit operator Scalar(float value) => (double)value;

    public static implicit operator Scalar(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Scalar(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    public void Dispose()
    {
    }
}
