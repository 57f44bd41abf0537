namespace WorldGan.Numerics;

/// <summary>Where a tensor stands in a file.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">The kind of its numbers.</param>
/// <param name="Shape">Sizes of its dimensions.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record TensorPlace(string Name, ElementType Type, int[] Shape, long Begin, long End)
{
    /// <summary>A tensor of zeros of this kind and shape.</summary>
    public Tensor Allocate() => new(Type, Shape, Type.Allocate((int)((End - Begin) / Type.Size())));

    /// <summary>Why kind, shape and bytes do not fit together, or null if they do.</summary>
    public string? Fault()
    {
        Int128 bytes = Type.Size();
        foreach (int size in Shape)
        {
            bytes *= size;
            if (bytes > Array.MaxLength) return $"expected at most {Array.MaxLength} bytes, got the shape {Tensor.Describe(Shape)}";
        }

        return bytes == (Int128)End - Begin ? null : $"expected {bytes} bytes for {Type} {Tensor.Describe(Shape)}, got data_offsets [{Begin}, {End}]";
    }
}
