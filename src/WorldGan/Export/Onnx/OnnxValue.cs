namespace WorldGan.Export.Onnx;

/// <summary>A value of a graph, to write formulas with. Shapes broadcast as in the ONNX operators: [B, n] with [n], [B, 1] or a single number.</summary>
/// <param name="Graph">Where it belongs.</param>
/// <param name="Name">Its name there.</param>
internal readonly record struct OnnxValue(OnnxGraph Graph, string Name)
{
    public static OnnxValue operator +(OnnxValue left, OnnxValue right) => left.Apply("Add", right);

    public static OnnxValue operator -(OnnxValue left, OnnxValue right) => left.Apply("Sub", right);

    public static OnnxValue operator *(OnnxValue left, OnnxValue right) => left.Apply("Mul", right);

    public static OnnxValue operator /(OnnxValue left, OnnxValue right) => left.Apply("Div", right);

    public static OnnxValue operator *(OnnxValue left, float right) => left * left.Graph.Number(right);

    public static OnnxValue operator /(OnnxValue left, float right) => left / left.Graph.Number(right);

    public static OnnxValue operator &(OnnxValue left, OnnxValue right) => left.Apply("And", right);

    public static OnnxValue operator |(OnnxValue left, OnnxValue right) => left.Apply("Or", right);

    public static OnnxValue operator !(OnnxValue value) => value.Apply("Not");

    /// <summary>An operator with this value as the first of its inputs.</summary>
    public OnnxValue Apply(string operation, params OnnxValue[] others) => Graph.Apply(operation, [this, .. others]);

    /// <summary>An operator with this value as its first input, and settings.</summary>
    public OnnxValue Apply(string operation, OnnxAttribute[] attributes, params OnnxValue[] others) => Graph.Apply(operation, [this, .. others], attributes);

    public OnnxValue Below(OnnxValue limit) => Apply("Less", limit);

    public OnnxValue NotBelow(OnnxValue limit) => Apply("GreaterOrEqual", limit);

    public OnnxValue NotAbove(OnnxValue limit) => Apply("LessOrEqual", limit);

    /// <summary>Brought between two values.</summary>
    public OnnxValue Clamped(OnnxValue low, OnnxValue high) => Apply("Max", low).Apply("Min", high);

    /// <inheritdoc cref="Clamped(OnnxValue, OnnxValue)"/>
    public OnnxValue Clamped(float low, float high) => Clamped(Graph.Number(low), Graph.Number(high));

    /// <summary>Of a condition: one value where it holds, the other where it does not.</summary>
    public OnnxValue Choose(OnnxValue then, OnnxValue otherwise) => Apply("Where", then, otherwise);

    public OnnxValue As(OnnxType type) => Apply("Cast", [OnnxAttribute.One("to", (long)type)]);

    /// <summary>[B, n] some columns of [B, m].</summary>
    public OnnxValue Columns(params IEnumerable<int> columns) => Apply("Gather", [OnnxAttribute.One("axis", 1)], Graph.Wholes([.. columns.Select(column => (long)column)]));

    /// <summary>Some of the entries along an axis, which stays.</summary>
    public OnnxValue Part(int axis, int first, int count) => Apply("Slice", Graph.Wholes(first), Graph.Wholes(first + count), Graph.Wholes(axis));

    /// <summary>For each row of a batch one entry of its own: [B, n] of [B, K, n].</summary>
    /// <param name="entries">[B] which one.</param>
    public OnnxValue Entry(OnnxValue entries) => Apply("GatherND", [OnnxAttribute.One("batch_dims", 1)], entries.Widened(1));

    /// <summary>The entries of a table: [B, n] of [K, n].</summary>
    /// <param name="rows">[B] which row each.</param>
    public OnnxValue Rows(OnnxValue rows) => Apply("Gather", [OnnxAttribute.One("axis", 0)], rows);

    /// <summary>In another shape; -1 stands for the batch.</summary>
    public OnnxValue Shaped(params long[] shape) => Apply("Reshape", Graph.Wholes(shape));

    /// <summary>With another axis, of one entry.</summary>
    public OnnxValue Widened(int axis) => Apply("Unsqueeze", Graph.Wholes(axis));

    /// <summary>Without an axis of one entry.</summary>
    public OnnxValue Narrowed(int axis) => Apply("Squeeze", Graph.Wholes(axis));

    public OnnxValue Mean(int axis, bool keepAxis = false) => Apply("ReduceMean", [OnnxAttribute.List("axes", axis), OnnxAttribute.One("keepdims", keepAxis ? 1 : 0)]);

    /// <summary>Sum along the last axis, which goes.</summary>
    public OnnxValue Sum() => Apply("ReduceSum", [OnnxAttribute.One("keepdims", 0)], Graph.Wholes(-1));

    /// <summary>Probabilities of logits along the last axis.</summary>
    public OnnxValue Softmax() => Apply("Softmax", [OnnxAttribute.One("axis", -1)]);

    /// <summary>[B] the first of the highest values of each row.</summary>
    public OnnxValue Best() => Apply("ArgMax", [OnnxAttribute.One("axis", 1), OnnxAttribute.One("keepdims", 0)]);

    /// <summary>[B, n] with ones where a row of whole numbers [B] names the column.</summary>
    public OnnxValue OneHot(int count) => Widened(1).Apply("Equal", Graph.Wholes([.. Enumerable.Range(0, count).Select(i => (long)i)])).As(OnnxType.Float);

    /// <summary>Which of several outcomes a number in [0, 1) falls on, each as wide as its probability.</summary>
    /// <param name="at">[B, 1] the number.</param>
    /// <param name="outcomes">K, how many there are.</param>
    /// <returns>[B] of probabilities [B, K].</returns>
    public OnnxValue Pick(OnnxValue at, int outcomes) =>
        at.NotBelow(Part(1, 0, outcomes - 1).Apply("CumSum", Graph.Whole(1))).As(OnnxType.Int64).Sum();

    /// <summary>Side by side along an axis.</summary>
    public static OnnxValue Join(int axis, params IReadOnlyList<OnnxValue> values) => values.Count == 1 ? values[0] : values[0].Graph.Apply("Concat", values, OnnxAttribute.One("axis", axis));
}
