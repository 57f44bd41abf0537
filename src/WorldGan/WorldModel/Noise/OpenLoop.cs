using System.Numerics;
using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// A block of futures that a generator makes of first states and given actions, each step from the state that the one before made, and the way back from
/// slopes at these states to the generator's weights.
/// </summary>
internal sealed class OpenLoop<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OpenLoopStep<T>[] _steps;
    private readonly T[][] _states, _slopes;               // [H + 1] of [rows, S]
    private readonly int _width;

    /// <summary>Buffers that are reused.</summary>
    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="known">Mean and scale.</param>
    /// <param name="generator">The generator.</param>
    /// <param name="rows">Most rows, of one block.</param>
    public OpenLoop(WorldModelLayout layout, KnownDynamics<T> known, Mlp<T> generator, int rows)
    {
        (_width, Rows) = (layout.Spec.State.Count, rows);
        _steps = [.. Enumerable.Range(0, layout.Window).Select(_ => new OpenLoopStep<T>(layout, known, generator, rows))];
        _states = [.. Enumerable.Range(0, _steps.Length + 1).Select(_ => new T[rows * _width])];
        _slopes = [.. _states.Select(states => new T[states.Length])];
    }

    /// <summary>Most rows.</summary>
    public int Rows { get; }

    /// <summary>The actions, latents and moves of a step.</summary>
    public OpenLoopStep<T> this[int step] => _steps[step];

    /// <summary>
    /// [S] the state of a row before a step, from 0 to H. To be filled before <see cref="Forward"/> with the logged one, of which the first state, constants
    /// and discrete variables stay: a draw of a class has no slope.
    /// </summary>
    public Span<T> State(int step, int row) => _states[step].AsSpan(row * _width, _width);

    /// <summary>[S] ∂loss/∂state before a step, from 1 to H, to be filled before <see cref="Backward"/>, which changes it.</summary>
    public Span<T> Slope(int step, int row) => _slopes[step].AsSpan(row * _width, _width);

    /// <summary>Makes the states.</summary>
    public void Forward(int rows)
    {
        for (int t = 0; t < _steps.Length; t++) _steps[t].Forward(rows, _states[t], _states[t + 1]);
    }

    /// <summary>Adds ∂loss/∂parameters of the generator to <paramref name="gradient"/>.</summary>
    public void Backward(int rows, Span<T> gradient)
    {
        for (int t = _steps.Length - 1; t >= 0; t--) _steps[t].Backward(rows, _states[t], _slopes[t + 1], t == 0 ? default : _slopes[t], gradient);
    }
}
