using System.Collections;
using System.Numerics;
using WorldGan.Worlds;

namespace WorldGan.WorldModel.Classes;

/// <summary>A category or flag of the next state.</summary>
/// <param name="Index">Which variable of the state it is.</param>
/// <param name="Offset">Where its classes begin among those of all.</param>
/// <param name="Classes">Number of its values.</param>
internal readonly record struct ClassVariable(int Index, int Offset, int Classes);

/// <summary>
/// The categories and flags of the next state that vary in the log, in the order in which they are drawn, and how networks see them: as one-hot. Whatever is
/// drawn later sees all that was drawn before it, so that together they come as they do in the log.
/// </summary>
internal sealed class NextClasses : IReadOnlyList<ClassVariable>
{
    private readonly ClassVariable[] _variables;

    /// <param name="spec">The world.</param>
    /// <param name="variables">Its categories and flags that vary.</param>
    public NextClasses(WorldSpec spec, int[] variables)
    {
        _variables = new ClassVariable[variables.Length];
        for (int k = 0; k < variables.Length; k++)
        {
            _variables[k] = new ClassVariable(variables[k], Features, spec.State[variables[k]].Classes);
            Features += _variables[k].Classes;
        }
    }

    /// <summary>Number of classes of all variables together.</summary>
    public int Features { get; }

    /// <inheritdoc/>
    public int Count => _variables.Length;

    /// <inheritdoc/>
    public ClassVariable this[int index] => _variables[index];

    /// <summary>Writes the classes of a next state.</summary>
    /// <param name="next">[S] the next state.</param>
    /// <param name="features">[<see cref="Features"/>] written: one-hot, variable after variable.</param>
    public void Write<T>(ReadOnlySpan<T> next, Span<T> features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        features[..Features].Clear();
        foreach (ClassVariable variable in _variables) features.Slice(variable.Offset, variable.Classes)[int.CreateTruncating(next[variable.Index])] = T.One;
    }

    /// <inheritdoc/>
    public IEnumerator<ClassVariable> GetEnumerator() => ((IEnumerable<ClassVariable>)_variables).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
