using System.Runtime.InteropServices;

namespace WorldGan.Numerics;

/// <summary>Numbers of one kind with a shape, in row-major order, as they stand in a <see cref="SafetensorsFile"/>.</summary>
internal sealed class Tensor
{
    private readonly Array _values;
    private readonly int[] _shape;

    internal Tensor(ElementType type, int[] shape, Array values)
    {
        Type = type;
        _shape = shape;
        _values = values;
    }

    /// <summary>The kind of the numbers.</summary>
    public ElementType Type { get; }

    /// <summary>Sizes of the dimensions, the slowest first; empty for a single number.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The numbers as they stand in a file.</summary>
    public Span<byte> Bytes => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(_values), checked(_values.Length * Type.Size()));

    /// <summary>A tensor over an array, which is not copied.</summary>
    /// <exception cref="ArgumentException">The shape asks for another count of numbers, or T has no element type.</exception>
    public static Tensor Of<T>(T[] values, params ReadOnlySpan<int> shape) where T : unmanaged
    {
        long count = 1;
        foreach (int size in shape) count = checked(count * size);
        if (count != values.Length) throw new ArgumentException($"Expected {count} numbers for the shape {Describe(shape)}, got {values.Length}.");
        return new Tensor(ElementTypes.Of<T>(), shape.ToArray(), values);
    }

    /// <summary>The numbers; the same array at each call.</summary>
    /// <exception cref="InvalidCastException">The numbers are of another kind.</exception>
    public T[] Values<T>() where T : unmanaged => (T[])_values;

    /// <summary>Kind and shape for a message, such as F32 [64, 4].</summary>
    public override string ToString() => $"{Type} {Describe(_shape)}";

    internal static string Describe(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
