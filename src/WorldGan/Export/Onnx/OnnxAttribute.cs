namespace WorldGan.Export.Onnx;

/// <summary>A setting of a node: whole numbers, which is all that our operators need.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its values.</param>
/// <param name="IsList">Whether the operator expects a list.</param>
internal sealed record OnnxAttribute(string Name, long[] Values, bool IsList)
{
    private const int Whole = 2, Wholes = 7;               // AttributeProto.AttributeType

    public static OnnxAttribute One(string name, long value) => new(name, [value], IsList: false);

    public static OnnxAttribute List(string name, params long[] values) => new(name, values, IsList: true);

    public ProtobufMessage ToMessage() =>
        new ProtobufMessage().Add(1, Name).AddEach(Values, (message, value) => message.Add(IsList ? 8 : 3, value)).Add(20, IsList ? Wholes : Whole);
}
