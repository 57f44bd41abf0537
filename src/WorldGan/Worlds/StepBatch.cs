using System.Numerics;
using System.Runtime.InteropServices;

namespace WorldGan.Worlds;

/// <summary>One step of B independent rows: what goes into the world and where its answer is written.</summary>
public readonly ref struct StepBatch
{
    /// <summary>[B] the key of each row before the step.</summary>
    public required ReadOnlySpan<RowKey> Keys { get; init; }

    /// <summary>[B, S] states before the action, in the units of the world's specification.</summary>
    public required ReadOnlySpan<float> States { get; init; }

    /// <summary>[B] indices of actions.</summary>
    public required ReadOnlySpan<int> Actions { get; init; }

    /// <summary>[B, S] written: states after the action; must not overlap <see cref="States"/>.</summary>
    public required Span<float> NextStates { get; init; }

    /// <summary>[B] written: rewards of the step.</summary>
    public required Span<float> Rewards { get; init; }

    /// <summary>[B] written: <see cref="Ending.None"/>, or why the row ends with this step (never the step limit, which the caller counts).</summary>
    public required Span<Ending> Endings { get; init; }

    /// <summary>B, the number of rows.</summary>
    public int Count => Keys.Length;

    private int Width => NextStates.Length / Math.Max(Count, 1); // S

    /// <summary>Checks that all spans belong to the same B rows of S variables and that every action exists.</summary>
    /// <exception cref="ArgumentException">A shape or an action is wrong; the message says which, expected and got.</exception>
    public void Validate(WorldSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        int width = spec.State.Count, actions = spec.Actions.Count;
        Expect("states", States.Length, Count * width);
        Expect("actions", Actions.Length, Count);
        Expect("next states", NextStates.Length, Count * width);
        Expect("rewards", Rewards.Length, Count);
        Expect("endings", Endings.Length, Count);
        for (int row = 0; row < Count; row++)
            if ((uint)Actions[row] >= (uint)actions)
                throw new ArgumentException($"Row {row}: expected an action from 0 to {actions - 1} of world '{spec.Name}', got {Actions[row]}.");
    }

    /// <summary>Some rows that follow one another.</summary>
    internal StepBatch Slice(int first, int count)
    {
        int width = Width;
        return new StepBatch
        {
            Keys = Keys.Slice(first, count),
            States = States.Slice(first * width, count * width),
            Actions = Actions.Slice(first, count),
            NextStates = NextStates.Slice(first * width, count * width),
            Rewards = Rewards.Slice(first, count),
            Endings = Endings.Slice(first, count),
        };
    }

    /// <summary>Marks the rows whose next state or reward is not finite as <see cref="Ending.Invalid"/>, whatever the world said.</summary>
    internal void MarkInvalid()
    {
        if (IsFinite(NextStates) && IsFinite(Rewards)) return;
        int width = Width;
        for (int row = 0; row < Count; row++)
            if (!float.IsFinite(Rewards[row]) || !IsFinite(NextStates.Slice(row * width, width))) Endings[row] = Ending.Invalid;
    }

    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        var largest = new Vector<float>(float.MaxValue);
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (Vector<float> vector in vectors)
            if (!Vector.LessThanOrEqualAll(Vector.Abs(vector), largest)) return false;
        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
            if (!float.IsFinite(value)) return false;
        return true;
    }

    private static void Expect(string what, int got, int expected)
    {
        if (got != expected) throw new ArgumentException($"Expected {expected} numbers of {what}, got {got}.");
    }
}
