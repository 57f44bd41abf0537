namespace WorldGan.Export.Onnx;

/// <summary>The kinds of numbers in our graphs, numbered as in TensorProto.DataType.</summary>
internal enum OnnxType
{
    /// <summary>Single precision.</summary>
    Float = 1,

    /// <summary>64-bit whole numbers, which indices are.</summary>
    Int64 = 7,

    /// <summary>True or false.</summary>
    Bool = 9,
}
