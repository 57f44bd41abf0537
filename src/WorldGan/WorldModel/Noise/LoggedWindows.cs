using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// The stretches of several steps of a log, none of which crosses the end of an episode, and their outcomes as critics see them: how far each state lies
/// from where the mean alone would have led from the first one, in units of the root mean square of that.
/// </summary>
internal sealed class LoggedWindows
{
    private const int Most = 1 << 16;
    private const double LeastRelativeUnit = 0.1;          // of the largest: what is nearly exact is not to fill the loss with rounding noise

    private readonly WorldModelLayout _layout;
    private readonly TransitionSet _data;
    private readonly int[] _firsts;
    private readonly float[] _paths;                       // [W, H, O] the variables where the mean alone leads
    private readonly float[] _units;                       // [H, O]

    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="member">Its mean is known.</param>
    /// <param name="data">The log.</param>
    /// <param name="split">Which of its rows train.</param>
    public LoggedWindows(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split)
    {
        (_layout, _data, _firsts) = (layout, data, Firsts(data, split, layout.Window));
        Numbers = [.. Enumerable.Range(0, _firsts.Length)];
        _paths = new float[_firsts.Length * Length];
        _units = new float[Length];
        FollowMean(member);
        MeasureUnits();
    }

    /// <summary>[W] 0, 1, 2, …</summary>
    public int[] Numbers { get; }

    /// <summary>H · O, the numbers of an outcome.</summary>
    public int Length => _layout.Window * _layout.Outcomes;

    /// <summary>The first rows of the windows to learn from, evenly spread where there are too many.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static int[] Firsts(TransitionSet data, EpisodeSplit split, int steps)
    {
        int[] rows = split.Training;
        var firsts = new List<int>();
        for (int i = 0, e = 0; i + steps <= rows.Length; i++)
        {
            while (rows[i] >= data.EpisodeStarts[e + 1]) e++;
            if (rows[i + steps - 1] == rows[i] + steps - 1 && rows[i] + steps <= data.EpisodeStarts[e + 1]) firsts.Add(rows[i]);
        }

        if (firsts.Count == 0) throw new InvalidDataException($"Expected an episode to learn from that is at least {steps} steps long, as 'window' says, got none.");
        return firsts.Count <= Most ? [.. firsts] : [.. Enumerable.Range(0, Most).Select(i => firsts[(int)((long)i * firsts.Count / Most)])];
    }

    /// <summary>[S] the logged state of a window before a step, from 0 to H.</summary>
    public ReadOnlySpan<float> State(int window, int step) => step == 0 ? _data.State(_firsts[window]) : _data.NextState(_firsts[window] + step - 1);

    /// <summary>The logged action of a step.</summary>
    public int Action(int window, int step) => _data.Actions[_firsts[window] + step];

    /// <summary>Writes the logged states and actions of a window to a row of futures.</summary>
    public void Write(int window, OpenLoop<float> futures, int row)
    {
        for (int t = 0; t <= _layout.Window; t++) State(window, t).CopyTo(futures.State(t, row));
        for (int t = 0; t < _layout.Window; t++) futures[t].Actions[row] = Action(window, t);
    }

    /// <summary>Writes what a critic sees of a step's outcome.</summary>
    /// <param name="window">The window.</param>
    /// <param name="step">From 0 to H - 1.</param>
    /// <param name="next">[S] the state after it: the logged one, or one of a future of the same first state and actions.</param>
    /// <param name="outcome">[O] written.</param>
    public void WriteOutcome(int window, int step, ReadOnlySpan<float> next, Span<float> outcome)
    {
        int path = window * Length + step * _layout.Outcomes;
        for (int o = 0; o < _layout.Outcomes; o++)
        {
            int j = _layout.Continuous[o];
            outcome[o] = Normalizer.Change(_layout.Spec.State[j], _paths[path + o], next[j]) / _units[step * _layout.Outcomes + o];
        }
    }

    /// <summary>Writes the slopes at the state after a step.</summary>
    /// <param name="step">From 0 to H - 1.</param>
    /// <param name="slopes">[O] slopes at what <see cref="WriteOutcome"/> wrote.</param>
    /// <param name="weight">Factor of all of them.</param>
    /// <param name="next">[S] written.</param>
    public void WriteSlopes(int step, ReadOnlySpan<float> slopes, float weight, Span<float> next)
    {
        next.Clear();
        for (int o = 0; o < _layout.Outcomes; o++) next[_layout.Continuous[o]] = weight * slopes[o] / _units[step * _layout.Outcomes + o];
    }

    private void FollowMean(WorldModelMember member)
    {
        var path = new OpenLoop<float>(_layout, new KnownDynamics<float>(_layout, member, isExact: true), new Mlp<float>(_layout.Generator), MlpPass<float>.BlockRows);
        for (int first = 0; first < _firsts.Length; first += path.Rows)
        {
            int rows = Math.Min(path.Rows, _firsts.Length - first);
            for (int row = 0; row < rows; row++) Write(first + row, path, row);
            path.Forward(rows);
            for (int row = 0; row < rows; row++)
                for (int i = 0; i < Length; i++)
                    _paths[(first + row) * Length + i] = path.State(i / _layout.Outcomes + 1, row)[_layout.Continuous[i % _layout.Outcomes]];
        }
    }

    private void MeasureUnits()
    {
        Array.Fill(_units, 1);
        var squares = new double[Length];
        Span<float> outcome = new float[_layout.Outcomes];
        for (int window = 0; window < _firsts.Length; window++)
            for (int t = 0; t < _layout.Window; t++)
            {
                WriteOutcome(window, t, State(window, t + 1), outcome);
                for (int o = 0; o < outcome.Length; o++) squares[t * outcome.Length + o] += (double)outcome[o] * outcome[o] / _firsts.Length;
            }

        for (int t = 0; t < _layout.Window; t++) SetUnits(t, squares.AsSpan(t * outcome.Length, outcome.Length));
    }

    private void SetUnits(int step, ReadOnlySpan<double> squares)
    {
        double largest = 0;
        for (int o = 0; o < squares.Length; o++) largest = Math.Max(largest, Math.Sqrt(squares[o]) / ChangeScale(o));
        for (int o = 0; o < squares.Length; o++)
            _units[step * squares.Length + o] = (float)Math.Max(Math.Max(Math.Sqrt(squares[o]), LeastRelativeUnit * largest * ChangeScale(o)), 1e-9 * ChangeScale(o));
    }

    private float ChangeScale(int o) => _layout.Normalizer.ChangeScale[_layout.Continuous[o]];
}
