using System.Buffers.Binary;

namespace WorldGan.Numerics;

/// <summary>
/// Named tensors and text about them in one file, in the safetensors format that other software reads and writes too
/// (https://huggingface.co/docs/safetensors, section Format): the header's length, a JSON header, the numbers.
/// The same content gives the same bytes. Every malformed file is an <see cref="InvalidDataException"/> that says where and why.
/// </summary>
internal sealed class SafetensorsFile
{
    private const int LengthBytes = 8;

    private readonly string _source;

    /// <summary>A file to be written.</summary>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Text by name.</param>
    public SafetensorsFile(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
        : this(tensors, metadata, "new file")
    {
    }

    private SafetensorsFile(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata, string source)
    {
        Tensors = tensors;
        Metadata = metadata;
        _source = source;
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Text by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is not whole or not of this format.</exception>
    public static SafetensorsFile Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads all of a stream whose length is known.</summary>
    /// <param name="stream">The stream, at the file's beginning.</param>
    /// <param name="source">The name for messages.</param>
    public static SafetensorsFile Read(Stream stream, string source)
    {
        byte[] json = ReadHeader(stream, source);
        SafetensorsHeader header = SafetensorsHeader.Parse(json, stream.Length - LengthBytes - json.Length, source);

        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (TensorPlace place in header.Places)                // in the order of the file
        {
            Tensor tensor = place.Allocate();
            stream.ReadExactly(tensor.Bytes);
            tensors.Add(place.Name, tensor);
        }

        return new SafetensorsFile(tensors, header.Metadata, source);
    }

    /// <summary>The numbers of a tensor that must be there with this kind and shape.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is of another kind or shape.</exception>
    public T[] Get<T>(string name, params ReadOnlySpan<int> shape) where T : unmanaged
    {
        Tensor tensor = Get(name);
        if (tensor.Type != ElementTypes.Of<T>() || !tensor.Shape.SequenceEqual(shape))
            throw Fault($"tensor '{name}': expected {ElementTypes.Of<T>()} {Tensor.Describe(shape)}, got {tensor}.");
        return tensor.Values<T>();
    }

    /// <summary>A tensor that must be there.</summary>
    /// <exception cref="InvalidDataException">There is none of this name.</exception>
    public Tensor Get(string name) =>
        Tensors.TryGetValue(name, out Tensor? tensor) ? tensor : throw Fault($"expected a tensor '{name}', got none of this name.");

    /// <summary>Text that must be there.</summary>
    /// <exception cref="InvalidDataException">There is none of this name.</exception>
    public string Text(string name) =>
        Metadata.TryGetValue(name, out string? text) ? text : throw Fault($"expected metadata '{name}', got none of this name.");

    /// <summary>What is wrong with the file, to be thrown.</summary>
    public InvalidDataException Fault(string what) => new($"{_source}: {what}");

    /// <summary>Writes the file whole or not at all.</summary>
    public void Write(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes the content to a stream.</summary>
    public void Write(Stream stream)
    {
        // Large numbers first, as the format's own library does, so that every tensor starts at a multiple of its element's size.
        KeyValuePair<string, Tensor>[] ordered =
            [.. Tensors.OrderByDescending(t => t.Value.Type.Size()).ThenBy(t => t.Key, StringComparer.Ordinal)];

        byte[] json = SafetensorsHeader.Format(ordered, Metadata);
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        stream.Write(length);
        stream.Write(json);
        foreach ((_, Tensor tensor) in ordered) stream.Write(tensor.Bytes);
    }

    private static byte[] ReadHeader(Stream stream, string source)
    {
        long rest = stream.Length - LengthBytes;
        if (rest < 0) throw new InvalidDataException($"{source}: expected a header's length in the first 8 bytes, got {stream.Length} bytes in all.");

        Span<byte> length = stackalloc byte[LengthBytes];
        stream.ReadExactly(length);
        ulong count = BinaryPrimitives.ReadUInt64LittleEndian(length);
        ulong most = (ulong)Math.Min(rest, SafetensorsHeader.MaxBytes);
        if (count > most) throw new InvalidDataException($"{source}: expected a header of at most {most} bytes, got a length of {count}.");

        byte[] json = new byte[count];
        stream.ReadExactly(json);
        return json;
    }
}
