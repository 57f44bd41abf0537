using System.Numerics;
using System.Runtime.InteropServices;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Datasets;

/// <summary>
/// Turns states and actions into what networks see: real numbers normalised, angles as sine and cosine, categories and actions as one-hot, flags as 0 and 1.
/// Of earlier numbers and angles they see the change that followed, in units of the usual change: beside the spread of a variable a step is small.
/// </summary>
internal sealed class StateEncoder
{
    private readonly StateVariable[] _variables;
    private readonly float[] _mean, _standardDeviation;
    private readonly float[] _changeScale;                 // [S] of the present variable
    private readonly int _present, _actions;
    private readonly int _leadingNumbers;                  // variables before the first that is more than a number to be normalised: mostly all of them

    public StateEncoder(WorldSpec spec, Normalizer normalizer)
    {
        _variables = [.. spec.State];
        (_mean, _standardDeviation, _actions) = (normalizer.Mean, normalizer.StandardDeviation, spec.Actions.Count);
        var stack = new StateStack(spec);
        _present = stack.Present;
        _changeScale = [.. _variables.Select((_, j) => normalizer.ChangeScale[stack.PresentOf(j)])];
        StateFeatures = _variables.Sum(FeaturesOf);
        _leadingNumbers = _variables.TakeWhile(variable => variable.Kind == VariableKind.Real && !SeesChange(variable)).Count();
    }

    /// <summary>F, the number of features of a state.</summary>
    public int StateFeatures { get; }

    /// <summary>Features of a state followed by the one-hot action.</summary>
    public int ConditionFeatures => StateFeatures + _actions;

    /// <summary>Where the features of a variable begin.</summary>
    public int FirstFeature(int variable) => _variables.Take(variable).Sum(FeaturesOf);

    /// <summary>Writes the features of one state.</summary>
    /// <param name="state">[S] state in the units of the specification.</param>
    /// <param name="features">[F] written.</param>
    public void WriteState<T>(ReadOnlySpan<T> state, Span<T> features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int at = _leadingNumbers;
        for (int j = 0; j < _leadingNumbers; j++) features[j] = Normalized(state[j], j);
        for (int j = _leadingNumbers; j < _variables.Length; j++)
        {
            StateVariable variable = _variables[j];
            if (SeesChange(variable))
            {
                features[at++] = Normalizer.Change<T>(variable, state[j], state[j - _present]) / T.CreateTruncating(_changeScale[j]);
                continue;
            }

            switch (variable.Kind)
            {
                case VariableKind.Real:
                    features[at++] = Normalized(state[j], j);
                    break;
                case VariableKind.Angle:
                    (features[at], features[at + 1]) = SinCos(state[j]);
                    at += 2;
                    break;
                case VariableKind.Flag:
                    features[at++] = state[j];
                    break;
                default:
                    features.Slice(at, variable.Categories).Clear();
                    features[at + Category(variable, float.CreateTruncating(state[j]))] = T.One;
                    at += variable.Categories;
                    break;
            }
        }
    }

    /// <summary>The way back of <see cref="WriteState"/>: adds what the slopes at the features make of the state's. Categories and flags have none.</summary>
    /// <param name="state">[S] state in the units of the specification.</param>
    /// <param name="features">[F] slopes at its features.</param>
    /// <param name="slopes">[S] slopes at the state, added to.</param>
    public void AddStateSlopes<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> features, Span<T> slopes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int at = 0;
        for (int j = 0; j < _variables.Length; j++)
        {
            if (SeesChange(_variables[j]))
            {
                T slope = features[at] / T.CreateTruncating(_changeScale[j]);
                slopes[j - _present] += slope;
                slopes[j] -= slope;
            }
            else if (_variables[j].Kind == VariableKind.Real)
            {
                slopes[j] += features[at] / T.CreateTruncating(_standardDeviation[j]);
            }
            else if (_variables[j].Kind == VariableKind.Angle)
            {
                (T sin, T cos) = SinCos(state[j]);
                slopes[j] += features[at] * cos - features[at + 1] * sin;
            }

            at += FeaturesOf(_variables[j]);
        }
    }

    /// <summary>Writes the features of many states.</summary>
    /// <param name="states">[S, rows] states in the units of the specification.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="features">[first + F, rows] written from column <paramref name="first"/> on.</param>
    /// <param name="first">The column of the first feature.</param>
    public void WriteStates(Columns states, int rows, Columns features, int first)
    {
        int at = first;
        for (int j = 0; j < _variables.Length; j++)
        {
            StateVariable variable = _variables[j];
            ReadOnlySpan<float> state = states[j][..rows];
            if (SeesChange(variable))
            {
                ReadOnlySpan<float> later = states[j - _present][..rows];
                Span<float> change = features[at++];
                for (int row = 0; row < rows; row++) change[row] = Normalizer.Change(variable, state[row], later[row]) / _changeScale[j];
                continue;
            }

            switch (variable.Kind)
            {
                case VariableKind.Real:
                    Normalize(states.Vectors(j, rows), _mean[j], _standardDeviation[j], features.Vectors(at++, rows));
                    break;
                case VariableKind.Angle:
                    Span<float> sin = features[at++], cos = features[at++];
                    for (int row = 0; row < rows; row++) (sin[row], cos[row]) = ((float)ExactMath.Sin(state[row]), (float)ExactMath.Cos(state[row]));
                    break;
                case VariableKind.Flag:
                    state.CopyTo(features[at++]);
                    break;
                default:
                    for (int k = 0; k < variable.Categories; k++) features[at + k][..rows].Clear();
                    for (int row = 0; row < rows; row++) features[at + Category(variable, state[row])][row] = 1;
                    at += variable.Categories;
                    break;
            }
        }
    }

    /// <summary>Writes the one-hot actions of many rows.</summary>
    /// <param name="actions">[rows] indices of actions.</param>
    /// <param name="features">[first + A, rows] written from column <paramref name="first"/> on.</param>
    /// <param name="first">The column of the first action.</param>
    public void WriteActions(ReadOnlySpan<int> actions, Columns features, int first)
    {
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<int, Vector<int>>(actions);
        for (int a = 0; a < _actions; a++)
        {
            Span<float> column = features[first + a];
            Span<Vector<float>> columns = MemoryMarshal.Cast<float, Vector<float>>(column);
            for (int i = 0; i < vectors.Length; i++)
                columns[i] = Vector.ConditionalSelect(Vector.Equals(vectors[i], new Vector<int>(a)), Vector<float>.One, Vector<float>.Zero);
            for (int row = vectors.Length * Vector<int>.Count; row < actions.Length; row++) column[row] = actions[row] == a ? 1 : 0;
        }
    }

    /// <summary>Writes the features of one state and its action.</summary>
    public void WriteCondition<T>(ReadOnlySpan<T> state, int action, Span<T> features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WriteState(state, features);
        WriteAction(action, features[StateFeatures..]);
    }

    /// <summary>Writes the one-hot action.</summary>
    /// <param name="action">Index of the action.</param>
    /// <param name="features">[A] written.</param>
    public void WriteAction<T>(int action, Span<T> features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        features[.._actions].Clear();
        features[action] = T.One;
    }

    /// <summary>Whether networks see the change that followed instead of the value itself.</summary>
    public static bool SeesChange(StateVariable variable) => variable is { StepsBack: > 0, Kind: VariableKind.Real or VariableKind.Angle };

    private T Normalized<T>(T value, int variable)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (value - T.CreateTruncating(_mean[variable])) / T.CreateTruncating(_standardDeviation[variable]);

    private static (T Sin, T Cos) SinCos<T>(T radians)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double angle = double.CreateTruncating(radians);
        return (T.CreateTruncating(ExactMath.Sin(angle)), T.CreateTruncating(ExactMath.Cos(angle)));
    }

    private static void Normalize(ReadOnlySpan<Vector<float>> state, float mean, float deviation, Span<Vector<float>> feature)
    {
        for (int i = 0; i < state.Length; i++) feature[i] = (state[i] - new Vector<float>(mean)) / new Vector<float>(deviation);
    }

    private static int Category(StateVariable variable, float value) => value >= 0 && value < variable.Categories ? (int)value
        : throw new ArgumentException($"Expected '{variable.Name}' to be one of the categories 0 to {variable.Categories - 1}, got {value}.");

    private static int FeaturesOf(StateVariable variable) => variable.Kind switch
    {
        VariableKind.Angle when !SeesChange(variable) => 2,
        VariableKind.Category => variable.Categories,
        _ => 1,
    };
}
