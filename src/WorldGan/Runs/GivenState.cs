using WorldGan.Logs.Assembly;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>Takes states that somebody gives, as a log is read: in single precision, angles wrapped. One instance serves many threads.</summary>
/// <param name="spec">The world, as it is recorded or as it is seen.</param>
public sealed class GivenState(WorldSpec spec)
{
    private readonly StateStack _stack = new(spec);
    private readonly StateRules _rules = new(spec.AsSeen().State);   // those of the present variables come first

    /// <summary>Numbers of a row, as policies and learned worlds see it: with a history, the present variables, those of earlier steps and the earlier actions.</summary>
    public int Width => _stack.Width;

    /// <summary>Writes a row that begins an episode, or one that is given whole.</summary>
    /// <param name="state">[S] the present variables in the units of the world: states before them are taken to be the same, with no action taken yet; or all numbers of the row.</param>
    /// <param name="row">[Width] written.</param>
    /// <exception cref="ArgumentException">A number is missing, not finite, or no category of its variable.</exception>
    public void WriteRow(ReadOnlySpan<double> state, Span<float> row)
    {
        if (state.Length == Width) Write(_stack.Seen.State, state, row);
        else
        {
            Write(state, row);
            _stack.Begin(row);
        }
    }

    /// <summary>Writes the present variables of a row.</summary>
    internal void Write(ReadOnlySpan<double> state, Span<float> row) => Write(_stack.Recorded.State, state, row);

    private void Write(IReadOnlyList<StateVariable> variables, ReadOnlySpan<double> state, Span<float> row)
    {
        if (state.Length != variables.Count) throw new ArgumentException($"Expected {variables.Count} numbers ({string.Join(", ", variables.Select(v => v.Name))}), got {state.Length}.");
        if (_rules.FindFault(state) is { } fault) throw new ArgumentException(fault);
        for (int j = 0; j < state.Length; j++) row[j] = Single(variables[j], state[j]);
    }

    private static float Single(StateVariable variable, double value)
    {
        if (!float.IsFinite((float)value)) throw new ArgumentException($"'{variable.Name}' is {value}, expected a number that single precision holds.");
        return variable.Kind == VariableKind.Angle ? ExactMath.WrapAngle((float)value) : (float)value;
    }
}
