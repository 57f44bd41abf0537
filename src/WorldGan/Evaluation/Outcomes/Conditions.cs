using WorldGan.Datasets;

namespace WorldGan.Evaluation.Outcomes;

/// <summary>States and actions at which worlds are compared.</summary>
/// <param name="States">[N, S] states in the units of the specification.</param>
/// <param name="Actions">[N] indices of actions.</param>
internal sealed record Conditions(float[] States, int[] Actions)
{
    /// <summary>N.</summary>
    public int Count => Actions.Length;

    /// <summary>S.</summary>
    public int Width => Actions.Length == 0 ? 0 : States.Length / Actions.Length;

    /// <summary>[S] one state.</summary>
    public ReadOnlySpan<float> State(int condition) => States.AsSpan(condition * Width, Width);

    /// <summary>Those of some rows of a log, spread evenly where there are too many.</summary>
    public static Conditions Of(TransitionSet data, int[] rows, int most)
    {
        int[] some = RowSelection.Spread(rows, most);
        return new Conditions([.. some.SelectMany(row => data.State(row).ToArray())], [.. some.Select(row => data.Actions[row])]);
    }
}
