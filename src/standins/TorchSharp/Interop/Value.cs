using System.Text;

namespace TorchSharp.Interop;

/// <summary>One argument of an operator. Lists are copied for the call, objects live until it is over.</summary>
internal readonly struct Value
{
    public static readonly Value None = default;

    private readonly object? _object;
    private readonly long _bits;
    private readonly ValueKind _kind;
    private readonly int _count;

    private Value(ValueKind kind, long bits = 0, object? reference = null, int count = 0) => (_kind, _bits, _object, _count) = (kind, bits, reference, count);

    public static implicit operator Value(int value) => new(ValueKind.Int, value);

    public static implicit operator Value(long value) => new(ValueKind.Int, value);

    public static implicit operator Value(long? value) => value is { } given ? given : None;

    public static implicit operator Value(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Value(double? value) => value is { } given ? given : None;

    public static implicit operator Value(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    public static implicit operator Value(bool? value) => value is { } given ? given : None;

    public static implicit operator Value(torch.ScalarType value) => new(ValueKind.Int, (long)value);

    public static implicit operator Value(torch.ScalarType? value) => value is { } given ? given : None;

    public static implicit operator Value(string value) => Encoding.UTF8.GetBytes(value) is var bytes ? new(ValueKind.String, 0, bytes, bytes.Length) : None;

    public static implicit operator Value(Scalar? value) => value is null ? None : new(value.Kind, value.Bits);

    public static implicit operator Value(torch.Tensor? value) => value is null ? None : new(ValueKind.Tensor, value.Handle, value);

    public static implicit operator Value(torch.Tensor?[]? values) => values is null ? None : new(ValueKind.Tensors, 0, values, values.Length);

    public static implicit operator Value(long[]? values) => values is null ? None : new(ValueKind.Ints, 0, values, values.Length);

    public static implicit operator Value(double[]? values) => values is null ? None : new(ValueKind.Doubles, 0, values, values.Length);

    public static implicit operator Value(torch.Device? value) => value is null ? None : new(ValueKind.Device, value.index, null, (int)value.type);

    public static implicit operator Value(torch.Generator? value) => value is null ? None : new(ValueKind.Generator, value.Handle, value);

    /// <summary>How many words of memory <see cref="Write"/> needs for a list.</summary>
    public int Words => !IsList ? 0 : _kind == ValueKind.String ? (_count + 7) / 8 : _count;

    private bool IsList => _kind is ValueKind.Ints or ValueKind.Doubles or ValueKind.Tensors or ValueKind.String;

    /// <summary>Writes the value as the shim reads it; a list goes to <paramref name="memory"/>.</summary>
    public unsafe void Write(NativeValue* native, long* memory)
    {
        native->Kind = _kind;
        native->Count = _count;
        native->Integer = IsList ? (nint)memory : _bits;
        if (IsList) Copy(memory);
    }

    public void KeepAlive() => GC.KeepAlive(_object);

    private unsafe void Copy(long* memory)
    {
        switch (_object)
        {
            case long[] ints: ints.CopyTo(new Span<long>(memory, _count)); break;
            case double[] doubles: doubles.CopyTo(new Span<double>(memory, _count)); break;
            case byte[] text: text.CopyTo(new Span<byte>(memory, _count)); break;
            case torch.Tensor?[] tensors: WriteHandles(tensors, memory); break;
            default: break;
        }
    }

    private static unsafe void WriteHandles(torch.Tensor?[] tensors, long* memory)
    {
        for (int i = 0; i < tensors.Length; i++) memory[i] = tensors[i]?.Handle ?? 0;
    }
}
