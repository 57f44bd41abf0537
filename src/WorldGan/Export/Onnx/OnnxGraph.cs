using System.Globalization;
using System.Runtime.InteropServices;
using WorldGan.Numerics;

namespace WorldGan.Export.Onnx;

/// <summary>
/// A computation in the ONNX format, put together value by value and written as one file (messages and their numbers: onnx/onnx.proto3 of github.com/onnx/onnx).
/// Operators are those of opset 13, which every onnxruntime from 1.6 on (2020) knows. The same graph gives the same bytes.
/// </summary>
/// <param name="name">Its name.</param>
internal sealed class OnnxGraph(string name)
{
    private const int IrVersion = 7, Opset = 13;           // both of ONNX 1.8
    private const string Batch = "batch";                  // the dimension that the caller chooses

    private readonly ProtobufMessage _graph = new ProtobufMessage().Add(2, name);
    private readonly Dictionary<string, int> _names = [];  // how often each was asked for
    private readonly Dictionary<string, OnnxValue> _constants = [];

    /// <summary>What the caller gives.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Kind of its numbers.</param>
    /// <param name="columns">Numbers of a row; null where a row is a single number: the shape is then [B], otherwise [B, columns].</param>
    /// <param name="meaning">What it means, for people.</param>
    public OnnxValue Input(string name, OnnxType type, int? columns, string meaning)
    {
        _graph.Add(11, Description(name, type, columns, meaning));
        return Named(name);
    }

    /// <summary>What the caller gets.</summary>
    /// <inheritdoc cref="Input"/>
    public void Output(string name, OnnxValue value, OnnxType type, int? columns, string meaning)
    {
        _graph.Add(1, new ProtobufMessage().Add(1, value.Name).Add(2, name).Add(4, "Identity"));
        _graph.Add(12, Description(name, type, columns, meaning));
    }

    /// <summary>A number that belongs to the graph.</summary>
    public OnnxValue Number(float value) => Known(value.ToString("R", CultureInfo.InvariantCulture), name => Numbers(name, [value], []));

    /// <summary>A list of whole numbers that belongs to the graph.</summary>
    public OnnxValue Wholes(params long[] values) =>
        Known($"[{string.Join(",", values)}]", name => Constant(name, OnnxType.Int64, MemoryMarshal.AsBytes(values.AsSpan()), values.Length));

    /// <summary>A whole number that belongs to the graph.</summary>
    public OnnxValue Whole(long value) => Known($"{value} as a whole", name => Constant(name, OnnxType.Int64, MemoryMarshal.AsBytes([value])));

    /// <summary>Numbers that belong to the graph.</summary>
    public OnnxValue Numbers(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) => Constant(name, OnnxType.Float, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Truths that belong to the graph.</summary>
    public OnnxValue Truths(string name, ReadOnlySpan<bool> values) => Constant(name, OnnxType.Bool, MemoryMarshal.AsBytes(values), values.Length);

    /// <summary>The result of an operator.</summary>
    /// <param name="operation">The operator's name.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="attributes">Its settings.</param>
    public OnnxValue Apply(string operation, IEnumerable<OnnxValue> inputs, params OnnxAttribute[] attributes)
    {
        OnnxValue result = Named(operation);
        _graph.Add(1, new ProtobufMessage()
            .AddEach(inputs, (node, input) => node.Add(1, input.Name)).Add(2, result.Name).Add(3, result.Name).Add(4, operation)
            .AddEach(attributes, (node, attribute) => node.Add(5, attribute.ToMessage())));
        return result;
    }

    /// <summary>Writes the file whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="description">What it is, for people.</param>
    /// <param name="metadata">Text by name.</param>
    public void Write(string path, string description, IReadOnlyDictionary<string, string> metadata)
    {
        ProtobufMessage model = new ProtobufMessage()
            .Add(1, IrVersion).Add(2, "WorldGan").Add(6, description).Add(7, _graph).Add(8, new ProtobufMessage().Add(2, Opset))
            .AddEach(metadata, (message, entry) => message.Add(14, new ProtobufMessage().Add(1, entry.Key).Add(2, entry.Value)));
        AtomicFile.Write(path, model.Written.ToArray());
    }

    // As in our tensor files, numbers are taken to be little-endian in memory, as raw_data is.
    private OnnxValue Constant(string name, OnnxType type, ReadOnlySpan<byte> values, params ReadOnlySpan<int> shape)
    {
        OnnxValue constant = Named(name);
        var tensor = new ProtobufMessage();
        foreach (int size in shape) tensor.Add(1, size);
        _graph.Add(5, tensor.Add(2, (int)type).Add(8, constant.Name).Add(9, values));
        return constant;
    }

    private OnnxValue Known(string name, Func<string, OnnxValue> make)
    {
        if (!_constants.TryGetValue(name, out OnnxValue constant)) _constants[name] = constant = make(name);
        return constant;
    }

    private OnnxValue Named(string name)
    {
        int times = _names[name] = _names.GetValueOrDefault(name) + 1;
        return new OnnxValue(this, times == 1 ? name : $"{name}_{times}");
    }

    private static ProtobufMessage Description(string name, OnnxType type, int? columns, string meaning)
    {
        ProtobufMessage shape = new ProtobufMessage().Add(1, new ProtobufMessage().Add(2, Batch));
        if (columns is { } count) shape.Add(1, new ProtobufMessage().Add(1, count));
        ProtobufMessage tensor = new ProtobufMessage().Add(1, (int)type).Add(2, shape);
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, tensor)).Add(3, meaning);
    }
}
