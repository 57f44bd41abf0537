using System.Numerics;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.WorldModel.Noise;

/// <summary>One step of a block of futures, which can be gone back: next state = state + mean + scale · generator, with all that hangs on the state.</summary>
/// <param name="layout">Which numbers stand where.</param>
/// <param name="known">Mean and scale; they do not learn here.</param>
/// <param name="generator">Learns.</param>
/// <param name="rows">Most rows, of one block.</param>
internal sealed class OpenLoopStep<T>(WorldModelLayout layout, KnownDynamics<T> known, Mlp<T> generator, int rows)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _width = layout.Spec.State.Count;
    private readonly MlpPass<T> _noise = new(generator, rows);
    private readonly MlpPass<T>? _correction = known.Correction is { } correction ? new(correction, rows) : null;
    private readonly MlpPass<T>? _scale = known.Scale is { } scale ? new(scale, rows) : null;
    private readonly T[] _ratios = new T[rows * layout.Outcomes];      // of the scale to the constant one
    private readonly bool[] _isAtWall = new bool[rows * layout.Outcomes];
    private readonly T[] _moves = new T[rows * layout.Encoder.StateFeatures];
    private readonly T[] _condition = new T[layout.Condition];         // of one row: its features, or the slopes there

    /// <summary>[rows] what is done.</summary>
    public int[] Actions { get; } = new int[rows];

    /// <summary>[L] the latent of a row, to be filled.</summary>
    public Span<T> Latent(int row) => _noise.Input.Slice(row * _noise.InputStride + layout.Condition, layout.Options.LatentSize);

    /// <summary>[F] how far the generator's view of the state's features is moved, to be filled; see <see cref="ConditionMoves"/>.</summary>
    public Span<T> Move(int row) => _moves.AsSpan(row * layout.Encoder.StateFeatures, layout.Encoder.StateFeatures);

    /// <summary>Goes on by a step.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="states">[count, S] states before the action.</param>
    /// <param name="next">[count, S] states after it: what is generated and what is earlier is written; discrete variables stay as they are, and what is generated hangs on them.</param>
    public void Forward(int count, ReadOnlySpan<T> states, Span<T> next)
    {
        for (int row = 0; row < count; row++) WriteConditions(row, states.Slice(row * _width, _width), next.Slice(row * _width, _width));
        _noise.Forward(0, count);
        _correction?.Forward(0, count);
        _scale?.Forward(0, count);
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<T> state = states.Slice(row * _width, _width);
            Span<T> after = next.Slice(row * _width, _width);
            layout.WriteCondition(state, Actions[row], after, _condition.AsSpan());
            for (int o = 0; o < layout.Outcomes; o++) after[layout.Continuous[o]] = Next(row, o, state[layout.Continuous[o]]);
            Shift(state, Actions[row], after);
        }
    }

    /// <summary>Goes back by the step that was gone last.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="states">[count, S] states before the action.</param>
    /// <param name="nextSlopes">[count, S] ∂loss/∂next state.</param>
    /// <param name="slopes">[count, S] ∂loss/∂state, added to; empty where nobody asks.</param>
    /// <param name="gradient">∂loss/∂parameters of the generator, added to.</param>
    public void Backward(int count, ReadOnlySpan<T> states, ReadOnlySpan<T> nextSlopes, Span<T> slopes, Span<T> gradient)
    {
        for (int row = 0; row < count; row++)
            for (int o = 0; o < layout.Outcomes; o++) Spread(row, o, ByChange(row, o, nextSlopes));
        if (slopes.IsEmpty)
        {
            _noise.Backward(gradient);
            return;
        }

        _noise.BackwardThrough(gradient);
        _correction?.BackwardToInput();
        _scale?.BackwardToInput();
        for (int row = 0; row < count; row++)
        {
            Span<T> into = slopes.Slice(row * _width, _width);
            ReadOnlySpan<T> after = nextSlopes.Slice(row * _width, _width);
            CollectFeatureSlopes(row, nextSlopes);
            layout.Encoder.AddStateSlopes(states.Slice(row * _width, _width), _condition.AsSpan(), into);
            for (int o = 0; o < layout.Outcomes; o++)
                if (!_isAtWall[row * layout.Outcomes + o]) into[layout.Continuous[o]] += after[layout.Continuous[o]];
            for (int j = layout.Stack.Present; j < _width; j++)
                if (layout.Stack.SourceOf(j) is { } source) into[source] += after[j];
        }
    }

    private void WriteConditions(int row, ReadOnlySpan<T> state, ReadOnlySpan<T> next)
    {
        Span<T> condition = _noise.Input.Slice(row * _noise.InputStride, layout.Condition);
        layout.WriteCondition(state, Actions[row], next, condition);
        if (_correction is not null) condition.CopyTo(_correction.Input[(row * _correction.InputStride)..]);
        if (_scale is not null) condition.CopyTo(_scale.Input[(row * _scale.InputStride)..]);
        Span<T> move = Move(row);
        for (int i = 0; i < move.Length; i++) condition[i] += move[i];
    }

    private T Next(int row, int o, T before)
    {
        int j = layout.Continuous[o];
        T change = T.Zero;
        for (int i = 0; i < _condition.Length; i++) change += _condition[i] * known.Linear[i * layout.Outcomes + o];
        if (_correction is not null) change += known.CorrectionScale[o] * _correction.Output[row * _correction.OutputStride + o];
        T ratio = _ratios[row * layout.Outcomes + o] = IsScaled(o) ? T.CreateTruncating(ExactMath.Exp(double.CreateTruncating(ScaleTrainer.Bounded(LogRatio(row, o))))) : T.One;
        change += known.NoiseScale[o] * ratio * _noise.Output[row * _noise.OutputStride + o];
        T next = before + T.CreateTruncating(layout.Normalizer.ChangeScale[j]) * change;
        if (layout.Spec.State[j].Kind == VariableKind.Angle) return ExactMath.WrapAngle<T>(next);
        T inside = T.Clamp(next, T.CreateTruncating(layout.Walls[j].Low), T.CreateTruncating(layout.Walls[j].High));
        _isAtWall[row * layout.Outcomes + o] = inside != next;
        return inside;
    }

    private void Shift(ReadOnlySpan<T> state, int action, Span<T> next)
    {
        for (int j = layout.Stack.Present; j < _width; j++) next[j] = layout.Stack.SourceOf(j) is { } source ? state[source] : T.CreateTruncating(action);
    }

    // ∂loss/∂(normalised change).
    private T ByChange(int row, int o, ReadOnlySpan<T> nextSlopes)
    {
        int j = layout.Continuous[o];
        return _isAtWall[row * layout.Outcomes + o] ? T.Zero : T.CreateTruncating(layout.Normalizer.ChangeScale[j]) * nextSlopes[row * _width + j];
    }

    private void Spread(int row, int o, T byChange)
    {
        T byNoise = byChange * known.NoiseScale[o] * _ratios[row * layout.Outcomes + o];
        _noise.OutputGradient[row * _noise.OutputStride + o] = byNoise;
        if (_correction is not null) _correction.OutputGradient[row * _correction.OutputStride + o] = byChange * known.CorrectionScale[o];
        if (_scale is null) return;
        bool isFree = IsScaled(o) && ScaleTrainer.Bounded(LogRatio(row, o)) == LogRatio(row, o);
        _scale.OutputGradient[row * _scale.OutputStride + o] = isFree ? byNoise * _noise.Output[row * _noise.OutputStride + o] : T.Zero;
    }

    // At the features of the state; an action has none.
    private void CollectFeatureSlopes(int row, ReadOnlySpan<T> nextSlopes)
    {
        _noise.InputGradient.Slice(row * _noise.InputGradientStride, _condition.Length).CopyTo(_condition);
        if (_correction is not null) VectorMath.Add<T>(_correction.InputGradient.Slice(row * _correction.InputGradientStride, _condition.Length), _condition);
        if (_scale is not null) VectorMath.Add<T>(_scale.InputGradient.Slice(row * _scale.InputGradientStride, _condition.Length), _condition);
        for (int o = 0; o < layout.Outcomes; o++)
        {
            T byChange = ByChange(row, o, nextSlopes);
            for (int i = 0; i < _condition.Length; i++) _condition[i] += byChange * known.Linear[i * layout.Outcomes + o];
        }
    }

    private bool IsScaled(int o) => _scale is not null && known.ScaleGate[o] > 0;

    private T LogRatio(int row, int o) => _scale!.Output[row * _scale.OutputStride + o];
}
