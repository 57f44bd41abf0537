using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.WorldModel.Classes;

/// <summary>
/// Draws the categories and flags of the next state for many rows, a lane for each row: one variable after the other, each given those before it. What a row
/// draws depends on its condition and its key only. One instance serves one thread.
/// </summary>
internal sealed class ClassSampler
{
    private readonly NextClasses _classes;
    private readonly int _first;                           // column of the first class
    private readonly Columns _input;
    private readonly ClassHead[] _heads;
    private readonly MlpInference[] _networks;
    private readonly RandomStream[] _chances;              // [rows]
    private readonly float[] _features, _logits;           // of one variable and row
    private readonly double[] _probabilities;

    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="member">Its heads are learned.</param>
    /// <param name="input">[C and more, rows] features of state and action; <see cref="Draw"/> writes the classes behind them.</param>
    public ClassSampler(WorldModelLayout layout, WorldModelMember member, Columns input)
    {
        (_classes, _first, _input) = (layout.Classes, layout.Encoder.ConditionFeatures, input);
        _heads = member.ClassHeads;
        _networks = [.. _heads.Select(head => new MlpInference(head.Net, input))];
        _chances = new RandomStream[_heads.Length == 0 ? 0 : input.Stride];
        (_features, _logits, _probabilities) = (new float[layout.Condition], new float[layout.Classes.Features], new double[layout.Classes.Features]);
    }

    /// <summary>Says whose classes the rows are to draw.</summary>
    public void SetKeys(ReadOnlySpan<RowKey> keys)
    {
        if (_heads.Length == 0) return;
        for (int row = 0; row < keys.Length; row++)
        {
            RowKey key = keys[row];
            _chances[row] = new RandomStream(key.Seed, RandomPurpose.Chance, key.Trajectory, key.Step);
            _ = _chances[row].NextDouble();                // the first draw belongs to the terminal
        }
    }

    /// <summary>Draws the classes of the first <paramref name="rows"/> rows, and writes them to <paramref name="next"/> and, as one-hot, to the input.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="next">[S, rows] next states.</param>
    public void Draw(int rows, Columns next)
    {
        for (int k = 0; k < _heads.Length; k++)
        {
            ClassVariable variable = _classes[k];
            _networks[k].Run(rows);
            for (int i = 0; i < variable.Classes; i++) _input[_first + variable.Offset + i][..rows].Clear();
            for (int row = 0; row < rows; row++)
            {
                int drawn = Pick(k, row, variable.Classes);
                next[variable.Index][row] = drawn;
                _input[_first + variable.Offset + drawn][row] = 1;
            }
        }
    }

    private int Pick(int k, int row, int classes)
    {
        for (int i = 0; i < classes; i++) _logits[i] = _networks[k].Output[i][row];
        if (_heads[k].Counted)
            for (int i = 0; i < _heads[k].Net.Shape.Inputs; i++) _features[i] = _input[i][row];
        Span<double> probabilities = _probabilities.AsSpan(0, classes);
        _heads[k].Probabilities(_logits.AsSpan(0, classes), _features, probabilities);
        return Logistic.Pick(probabilities, _chances[row].NextSingle());
    }
}
