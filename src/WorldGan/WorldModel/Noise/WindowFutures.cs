using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>Batches of logged windows, and beside each a future that the generator makes of its first state and actions, block by block.</summary>
internal sealed class WindowFutures
{
    private readonly WorldModelLayout _layout;
    private readonly ulong _seed;
    private readonly float _conditionNoise;
    private readonly LoggedWindows _windows;
    private readonly BatchSampler _sampler;
    private readonly OpenLoop<float> _futures;
    private readonly WindowEnds _ends;
    private readonly Normals _latents, _moves;             // of one step of a block
    private readonly float[] _move;                        // of one row
    private readonly int[] _progress = [0];                // batches drawn
    private int[] _drawn = [];                             // [batch] windows
    private int _first, _count;                            // the block
    private uint _draw;                                    // number of the batch

    /// <summary>Finds the windows and follows the mean through them.</summary>
    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="member">Its mean, scale and heads are known.</param>
    /// <param name="data">The log.</param>
    /// <param name="split">Which of its rows train.</param>
    /// <param name="generator">Learns.</param>
    /// <param name="rows">Windows of a batch.</param>
    /// <param name="seed">Seed of the draws.</param>
    public WindowFutures(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, Mlp<float> generator, int rows, ulong seed)
    {
        (_layout, _seed, _conditionNoise, Rows) = (layout, seed, (float)layout.Options.ConditionNoise, rows);
        _windows = new LoggedWindows(layout, member, data, split);
        _sampler = new BatchSampler(seed, stage: 2);
        _futures = new OpenLoop<float>(layout, new KnownDynamics<float>(layout, member), generator, Math.Min(rows, MlpPass<float>.BlockRows));
        _ends = new WindowEnds(layout, member, seed);
        _move = new float[(layout.Encoder.StateFeatures + 1) / 2 * 2];
        _latents = new Normals(RandomPurpose.Latent, _futures.Rows, layout.Options.LatentSize);
        _moves = new Normals(RandomPurpose.ConditionNoise, _futures.Rows, _move.Length);
    }

    /// <summary>Windows of a batch.</summary>
    public int Rows { get; }

    /// <summary>Everything that must be saved to go on with the same bits.</summary>
    public IEnumerable<(string Name, Array Values)> State => [("progress", _progress)];

    /// <summary>Draws the windows of a new batch; returns its number, for whatever else is drawn beside it.</summary>
    public uint Draw()
    {
        _draw = (uint)_progress[0]++;
        _drawn = _sampler.Draw(_windows.Numbers, Rows, _draw);
        return _draw;
    }

    /// <summary>Makes the futures of a block; returns the row after its last.</summary>
    public int Forward(int first)
    {
        (_first, _count) = (first, Math.Min(_futures.Rows, Rows - first));
        for (int row = 0; row < _count; row++) _windows.Write(_drawn[first + row], _futures, row);
        for (int t = 0; t < _layout.Window; t++) DrawNoise(t);
        _futures.Forward(_count);
        _ends.Mark(_futures, _count, first, _draw);
        return first + _count;
    }

    /// <summary>Writes a critic's input of the logged window of a row of the block.</summary>
    public void WriteLogged(int row, Span<float> criticInput)
    {
        WriteCondition(row, criticInput);
        for (int t = 0; t < _layout.Window; t++) WriteLogged(row, t, criticInput);
    }

    /// <summary>Writes a critic's input of the future of a row of the block. One that has ended is not compared: what was logged stands in its place.</summary>
    public void WriteGenerated(int row, Span<float> criticInput)
    {
        WriteCondition(row, criticInput);
        for (int t = 0; t < _layout.Window; t++)
        {
            if (_ends[row - _first]) WriteLogged(row, t, criticInput);
            else _windows.WriteOutcome(_drawn[row], t, _futures.State(t + 1, row - _first), Outcome(criticInput, t));
        }
    }

    /// <summary>Says how the loss changes as the outcomes of a row of the block move.</summary>
    /// <param name="row">The row.</param>
    /// <param name="slope">[H · O] ∂loss/∂outcomes, as critics see them.</param>
    /// <param name="weight">Factor of the slopes.</param>
    public void Move(int row, ReadOnlySpan<float> slope, float weight)
    {
        float counted = _ends[row - _first] ? 0 : weight;
        for (int t = 0; t < _layout.Window; t++)
            _windows.WriteSlopes(t, slope.Slice(t * _layout.Outcomes, _layout.Outcomes), counted, _futures.Slope(t + 1, row - _first));
    }

    /// <summary>Takes the moves of the block's outcomes back to the generator's weights.</summary>
    public void Backward(Span<float> gradient) => _futures.Backward(_count, gradient);

    private void DrawNoise(int t)
    {
        for (int row = 0; row < _count; row++)
        {
            uint place = (uint)((_first + row) * _layout.Window + t);
            _latents.SetKey(row, _seed, place, _draw);
            _moves.SetKey(row, _seed, place, _draw);
        }

        _latents.Draw(_count);
        for (int row = 0; row < _count; row++) _latents.Write(row, _futures[t].Latent(row), _layout.LatentScale);
        if (_conditionNoise == 0) return;
        _moves.Draw(_count);
        for (int row = 0; row < _count; row++)
        {
            _moves.Write(row, _move, _conditionNoise);
            _move.AsSpan(0, _layout.Encoder.StateFeatures).CopyTo(_futures[t].Move(row));
        }
    }

    private void WriteCondition(int row, Span<float> criticInput)
    {
        _layout.Encoder.WriteState(_windows.State(_drawn[row], 0), criticInput);
        Span<float> move = _futures[0].Move(row - _first);
        for (int i = 0; i < move.Length; i++) criticInput[i] += move[i];
        Span<float> rest = criticInput[move.Length..];
        for (int t = 0; t < _layout.Window; t++, rest = rest[(_layout.Spec.Actions.Count + _layout.Classes.Features)..])
        {
            _layout.Encoder.WriteAction(_windows.Action(_drawn[row], t), rest);
            _layout.Classes.Write(_windows.State(_drawn[row], t + 1), rest[_layout.Spec.Actions.Count..]);
        }
    }

    private void WriteLogged(int row, int t, Span<float> criticInput) =>
        _windows.WriteOutcome(_drawn[row], t, _windows.State(_drawn[row], t + 1), Outcome(criticInput, t));

    private Span<float> Outcome(Span<float> criticInput, int t) => criticInput.Slice(_layout.WindowCondition + t * _layout.Outcomes, _layout.Outcomes);
}
