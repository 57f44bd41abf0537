namespace WorldGan.Numerics;

/// <summary>The kinds of numbers that our tensor files hold, named as in the safetensors format; all little-endian.</summary>
internal enum ElementType
{
    /// <summary><see cref="byte"/>.</summary>
    U8,

    /// <summary><see cref="int"/>.</summary>
    I32,

    /// <summary><see cref="long"/>.</summary>
    I64,

    /// <summary><see cref="float"/>.</summary>
    F32,

    /// <summary><see cref="double"/>.</summary>
    F64,
}

/// <summary>Sizes of element types and the C# types they stand for.</summary>
internal static class ElementTypes
{
    /// <summary>Bytes of one number.</summary>
    public static int Size(this ElementType type) => type switch { ElementType.U8 => 1, ElementType.I32 or ElementType.F32 => 4, _ => 8 };

    /// <summary>The element type of T.</summary>
    public static ElementType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(byte) ? ElementType.U8
        : typeof(T) == typeof(int) ? ElementType.I32
        : typeof(T) == typeof(long) ? ElementType.I64
        : typeof(T) == typeof(float) ? ElementType.F32
        : typeof(T) == typeof(double) ? ElementType.F64
        : throw new ArgumentException($"Expected tensors of byte, int, long, float or double, got {typeof(T).Name}.");

    /// <summary>An array of <paramref name="count"/> zeros.</summary>
    public static Array Allocate(this ElementType type, int count) => type switch
    {
        ElementType.U8 => new byte[count],
        ElementType.I32 => new int[count],
        ElementType.I64 => new long[count],
        ElementType.F32 => new float[count],
        _ => new double[count],
    };
}
