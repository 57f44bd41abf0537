namespace WorldGan.Worlds;

/// <summary>
/// The rows of a world with a history of k steps: the S present variables, then those of one step earlier (<c>angle[-1]</c>) and so on back to k - 1 steps,
/// then as many earlier actions, the last one first (<c>action[-1]</c>), each a category with one more for "none yet". What is earlier is known, not learned:
/// every step shifts it by one place. With a history of 1 a row is the present state alone.
/// </summary>
internal sealed class StateStack
{
    private readonly int _firstAction;

    /// <summary>The stack of a world.</summary>
    /// <param name="spec">The world, as it is recorded or as it is seen.</param>
    /// <exception cref="ArgumentException">Its state is an image.</exception>
    public StateStack(WorldSpec spec)
    {
        spec.ExpectNumbers();
        int steps = spec.History ?? 1;
        Recorded = steps == 1 ? spec : spec with { State = [.. spec.State.Where(variable => variable.StepsBack == 0)] };
        (Present, None) = (Recorded.State.Count, spec.Actions.Count);
        _firstAction = steps * Present;
        Seen = steps == 1 ? spec : Recorded with
        {
            State = [.. Recorded.State, .. Earlier(steps).SelectMany(back => Recorded.State.Select(variable => At(variable, back))), .. Earlier(steps).Select(back => At(Action, back))],
        };
    }

    /// <summary>The world as logs record it, whose state is the present one.</summary>
    public WorldSpec Recorded { get; }

    /// <summary>The world as models and policies see it, whose state is the whole row.</summary>
    public WorldSpec Seen { get; }

    /// <summary>S, the number of present variables; they come first.</summary>
    public int Present { get; }

    /// <summary>Length of a row.</summary>
    public int Width => Seen.State.Count;

    /// <summary>What stands for an action before the first one.</summary>
    private int None { get; }

    private StateVariable Action => new("action", VariableKind.Category) { Categories = None + 1 };

    /// <summary>The present variable that a variable of the row repeats; an action stands for itself.</summary>
    public int PresentOf(int variable) => variable < _firstAction ? variable % Present : variable;

    /// <summary>Where an earlier variable comes from in the row of the step before; null where it is the action that was taken there.</summary>
    public int? SourceOf(int variable) => variable < _firstAction ? variable - Present : variable == _firstAction ? null : variable - 1;

    /// <summary>Fills the rest of a row at the beginning of an episode, or of a piece of one: states before it repeat the first one, and no action was taken yet.</summary>
    /// <param name="row">[Width] its present variables are given.</param>
    public void Begin(Span<float> row)
    {
        for (int j = Present; j < row.Length; j++) row[j] = j < _firstAction ? row[j % Present] : None;
    }

    /// <summary>Fills the rest of a row with what the row before it knew.</summary>
    /// <param name="before">[Width] the row before the action.</param>
    /// <param name="action">The action that was taken.</param>
    /// <param name="row">[Width] its present variables are given.</param>
    public void Shift(ReadOnlySpan<float> before, int action, Span<float> row)
    {
        for (int j = Present; j < row.Length; j++) row[j] = SourceOf(j) is { } source ? before[source] : action;
    }

    private static IEnumerable<int> Earlier(int steps) => Enumerable.Range(1, steps - 1);

    private static StateVariable At(StateVariable variable, int back) => variable with { Name = $"{variable.Name}[-{back}]", StepsBack = back };
}
