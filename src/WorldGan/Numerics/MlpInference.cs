namespace WorldGan.Numerics;

/// <summary>
/// Outputs of a perceptron without gradients. Rows go through it with a lane for each row, in blocks that pass all layers while they sit in the
/// cache; the few that fill no tile with a lane for each neuron. The bits are the same.
/// </summary>
internal sealed class MlpInference
{
    private const int NumbersOfBlock = 8192;               // of one hidden layer: 32 KB, the first cache
    private const int TileRows = 2 * Panels.Width;         // a pair of the widest vectors
    private const int FewRows = 2;                         // which are bound by reading the weights

    private readonly Mlp<float> _net;
    private readonly int _blockRows;
    private readonly Columns _input;
    private readonly AlignedBuffer<float> _below, _above;  // of the hidden layers of a block, in turn
    private readonly AlignedBuffer<float> _parameters;     // a copy: vectors of weights that straddle cache lines cost a single row up to a fifth of its time
    private AlignedBuffer<float>? _byInput;                // another, for few rows, once there are some: each layer's weights as [inputs, padded outputs], for panels that are read side by side lie in the same sets of the first cache
    private readonly float[] _outputRows;                  // [TileRows, padded outputs] with a lane for each neuron
    private int _version = -1, _versionByInput = -1;       // of the copies

    /// <summary>Buffers that are reused.</summary>
    /// <param name="net">The network; its parameters may change between runs, if it is told so.</param>
    /// <param name="input">[inputs, rows] to be filled before a run. What follows the inputs is not read, so that networks can share it.</param>
    public MlpInference(Mlp<float> net, Columns input)
    {
        (_net, _input) = (net, input);
        int width = Math.Max(Panels.Pad(net.Shape.Hidden), Panels.Width);
        _blockRows = Math.Clamp(NumbersOfBlock / width / TileRows, 1, 8) * TileRows;
        int hidden = width * Math.Min(_blockRows, Math.Max(TileRows, input.Stride));
        (_below, _above) = (new AlignedBuffer<float>(hidden), new AlignedBuffer<float>(hidden));
        _parameters = new AlignedBuffer<float>(net.Parameters.Length);
        _outputRows = new float[TileRows * Panels.Pad(net.Shape.Outputs)];
        Output = new Columns(RowsOfTiles(net.Shape.Outputs), input.Stride);
    }

    /// <summary>[outputs, rows] written by <see cref="Run"/>.</summary>
    public Columns Output { get; }

    /// <summary>Computes the outputs of the first <paramref name="rows"/> rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more rows than the input holds.</exception>
    public void Run(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, _input.Stride);
        if (_version != _net.Version) CopyParameters();
        int whole = rows / TileRows * TileRows;
        for (int first = 0; first < whole; first += _blockRows) RunByRow(first, Math.Min(_blockRows, whole - first));
        if (whole < rows) RunByNeuron(whole, rows - whole);
    }

    private void CopyParameters()
    {
        _net.Parameters.CopyTo(_parameters.Span);
        _version = _net.Version;
    }

    private void CopyByInput()
    {
        _byInput ??= new AlignedBuffer<float>(_net.Parameters.Length);
        for (int l = 0; l < _net.Shape.Layers; l++)
        {
            ReadOnlySpan<float> panels = _net.WeightsIn(_parameters.Span, l);
            Span<float> lines = _net.WeightsIn(_byInput.Span, l);
            int inputs = _net.Shape.LayerInputs(l), outputs = Panels.Pad(_net.Shape.LayerOutputs(l));
            for (int output = 0; output < outputs; output += Panels.Width)
                for (int input = 0; input < inputs; input++) panels.Slice(output * inputs + input * Panels.Width, Panels.Width).CopyTo(lines[(input * outputs + output)..]);
        }

        _versionByInput = _net.Version;
    }

    private void RunByRow(int first, int rows)
    {
        MlpShape shape = _net.Shape;
        (AlignedBuffer<float> below, AlignedBuffer<float> above) = (_below, _above);
        for (int l = 0; l < shape.Layers; l++, (below, above) = (above, below))
        {
            int inputs = shape.LayerInputs(l);
            bool isFirst = l == 0, isLast = l == shape.Layers - 1;
            MatMul.Run(
                new MatrixProduct<float>
                {
                    Left = new(_net.WeightsIn(_parameters.Span, l), 1, Panels.Width, inputs * Panels.Width),
                    Right = isFirst ? new(_input.All[first..], _input.Stride, Panels.Width) : new(below.Span, Panels.Width, Panels.Pad(inputs) * Panels.Width),
                    Result = isLast ? new(Output.All[first..], Output.Stride, Panels.Width) : new(above.Span, Panels.Width, Panels.Pad(shape.Hidden) * Panels.Width),
                    RowBias = _net.BiasIn(_parameters.Span, l),
                    Rows = RowsOfTiles(shape.LayerOutputs(l)),
                    Inner = inputs,
                    Columns = rows,
                },
                isLast ? Epilogue.None : Epilogue.Activate, shape.Activation);
        }
    }

    private void RunByNeuron(int first, int rows)
    {
        MlpShape shape = _net.Shape;
        (AlignedBuffer<float> below, AlignedBuffer<float> above) = (_below, _above);
        int outputs = Panels.Pad(shape.Outputs);
        bool isFew = rows <= FewRows;
        if (isFew && _versionByInput != _net.Version) CopyByInput();
        for (int l = 0; l < shape.Layers; l++, (below, above) = (above, below))
        {
            int inputs = shape.LayerInputs(l);
            bool isFirst = l == 0, isLast = l == shape.Layers - 1;
            MatMul.Run(
                new MatrixProduct<float>
                {
                    Left = isFirst ? new(_input.All[first..], 1, _input.Stride) : new(below.Span, Panels.Pad(inputs), 1),
                    Right = isFew ? new(_net.WeightsIn(_byInput!.Span, l), Panels.Pad(shape.LayerOutputs(l)), Panels.Width) : new(_net.WeightsIn(_parameters.Span, l), Panels.Width, inputs * Panels.Width),
                    Result = isLast ? new(_outputRows, outputs, Panels.Width) : new(above.Span, Panels.Pad(shape.Hidden), Panels.Width),
                    Bias = _net.BiasIn(_parameters.Span, l),
                    Rows = RowsOfTiles(rows),
                    Inner = inputs,
                    Columns = Panels.PadToHalf(shape.LayerOutputs(l)),
                },
                isLast ? Epilogue.None : Epilogue.Activate, shape.Activation);
        }

        for (int o = 0; o < shape.Outputs; o++)
            for (int row = 0; row < rows; row++) Output[o][first + row] = _outputRows[row * outputs + o];
    }

    // Tiles of one row wait for its chains, so an odd row gets one beside it, which is padding.
    private static int RowsOfTiles(int rows) => rows == 1 ? 1 : (rows + 1) / 2 * 2;
}
