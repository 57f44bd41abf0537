using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// Which futures end before their last step. A logged window did not, or it would not be one: beside it only a future that did not either is the same thing.
/// </summary>
internal sealed class WindowEnds(WorldModelLayout layout, WorldModelMember member, ulong seed)
{
    private readonly MlpPass<float>? _terminal = layout.LearnsTerminal ? new(member.Terminal, MlpPass<float>.BlockRows) : null;
    private readonly bool[] _hasEnded = new bool[MlpPass<float>.BlockRows];

    /// <summary>Whether a row of the block marked last has ended.</summary>
    public bool this[int row] => _hasEnded[row];

    /// <summary>Marks the rows of a block that end.</summary>
    /// <param name="futures">Have gone forward.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="first">Number of the first row within the batch.</param>
    /// <param name="draw">Number of the batch.</param>
    public void Mark(OpenLoop<float> futures, int rows, int first, uint draw)
    {
        Array.Clear(_hasEnded);
        for (int t = 0; t < layout.Window - 1; t++)
        {
            if (layout.KnownTerminal is { } known)
                for (int row = 0; row < rows; row++) _hasEnded[row] |= known.Holds(futures.State(t + 1, row), futures[t].Actions[row]);
            if (_terminal is not null) Draw(futures, t, rows, first, draw, _terminal);
        }
    }

    private void Draw(OpenLoop<float> futures, int t, int rows, int first, uint draw, MlpPass<float> terminal)
    {
        for (int row = 0; row < rows; row++)
        {
            Span<float> input = terminal.Input.Slice(row * terminal.InputStride, terminal.InputStride);
            layout.Encoder.WriteCondition(futures.State(t, row), futures[t].Actions[row], input);
            layout.Encoder.WriteState(futures.State(t + 1, row), input[layout.Encoder.ConditionFeatures..]);
        }

        terminal.Infer(rows);
        for (int row = 0; row < rows; row++)
        {
            double chance = new RandomStream(seed, RandomPurpose.Chance, (uint)((first + row) * layout.Window + t), draw).NextDouble();
            _hasEnded[row] |= chance < member.TerminalCalibration.Probability(terminal.Output[row * terminal.OutputStride]);
        }
    }
}
