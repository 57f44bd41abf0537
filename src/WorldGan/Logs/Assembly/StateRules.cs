using WorldGan.Worlds;

namespace WorldGan.Logs.Assembly;

/// <summary>What the numbers of a state must be like: finite, and whole numbers in range where a variable is a category or a flag.</summary>
internal sealed class StateRules(IReadOnlyList<StateVariable> variables)
{
    private readonly bool _hasWholeNumbers = variables.Any(v => Choices(v) > 0);

    private readonly StateVariable? _image = variables.FirstOrDefault(v => v.Kind == VariableKind.Image);

    /// <summary>The first fault as "'name' is x, expected y", or null.</summary>
    /// <param name="state">[S] a state.</param>
    /// <param name="prefix">Put before the variable's name: "next_" for a next state.</param>
    public string? FindFault(ReadOnlySpan<double> state, string prefix = "")
    {
        if (_image is { } image) return FindFault(image, state, prefix);
        if (!_hasWholeNumbers && AllFinite(state)) return null;
        for (int i = 0; i < state.Length; i++)
            if (FindFault(i, state[i], prefix) is { } fault) return fault;
        return null;
    }

    /// <summary>The fault of one variable's value, or null.</summary>
    public string? FindFault(int variable, double value, string prefix = "") =>
        Expected(variables[variable], value) is { } expected ? string.Create(null, $"'{prefix}{variables[variable].Name}' is {value}, expected {expected}.") : null;

    /// <summary>The fault of an image, which stands alone in its state.</summary>
    private static string? FindFault(StateVariable image, ReadOnlySpan<double> pixels, string prefix)
    {
        for (int i = 0; i < pixels.Length; i++)
            if (Expected(image, pixels[i]) is { } expected) return string.Create(null, $"number {i} of '{prefix}{image.Name}' is {pixels[i]}, expected {expected}.");
        return null;
    }

    /// <summary>What was expected instead of <paramref name="value"/>, or null where it is as it must be.</summary>
    private static string? Expected(StateVariable variable, double value)
    {
        if (!double.IsFinite(value)) return "a finite number";
        int choices = Choices(variable);
        if (choices == 0 || (value >= 0 && value < choices && value == Math.Floor(value))) return null;
        return variable.Kind == VariableKind.Flag ? "0 or 1" : $"a whole number from 0 to {choices - 1}";
    }

    /// <summary>The count of whole numbers that a variable may be, 0 for a real number.</summary>
    private static int Choices(StateVariable variable) => variable.Kind switch
    {
        VariableKind.Flag => 2,
        VariableKind.Category => variable.Categories,
        VariableKind.Image => 256,
        _ => 0,
    };

    private static bool AllFinite(ReadOnlySpan<double> state)
    {
        foreach (double value in state)
            if (!double.IsFinite(value)) return false;
        return true;
    }
}
