using WorldGan.Logs.Assembly;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>Takes present states that somebody gives, as a log is read: in single precision, angles wrapped.</summary>
internal sealed class GivenState(WorldSpec recorded)
{
    private readonly IReadOnlyList<StateVariable> _variables = recorded.State;
    private readonly StateRules _rules = new(recorded.State);

    /// <summary>Writes the present variables of a row.</summary>
    /// <param name="state">[S] state in the units of the world.</param>
    /// <param name="row">Its first S numbers are written.</param>
    /// <exception cref="ArgumentException">A number is missing, not finite, or no category of its variable.</exception>
    public void Write(ReadOnlySpan<double> state, Span<float> row)
    {
        if (state.Length != _variables.Count) throw new ArgumentException($"Expected {_variables.Count} numbers ({string.Join(", ", _variables.Select(v => v.Name))}), got {state.Length}.");
        if (_rules.FindFault(state) is { } fault) throw new ArgumentException(fault);
        for (int j = 0; j < state.Length; j++) row[j] = Single(_variables[j], state[j]);
    }

    private static float Single(StateVariable variable, double value)
    {
        if (!float.IsFinite((float)value)) throw new ArgumentException($"'{variable.Name}' is {value}, expected a number that single precision holds.");
        return variable.Kind == VariableKind.Angle ? ExactMath.WrapAngle((float)value) : (float)value;
    }
}
