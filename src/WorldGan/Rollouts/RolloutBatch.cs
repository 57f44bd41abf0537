using WorldGan.Worlds;

namespace WorldGan.Rollouts;

/// <summary>Imagined or simulated trajectories, B rows of up to T steps. What lies beyond a row's length is zero.</summary>
public sealed class RolloutBatch
{
    private readonly int _width;                           // S

    /// <summary>A batch to be filled, in memory of its own, or in that of a spare one where it fits exactly.</summary>
    internal RolloutBatch(WorldSpec spec, RowKey[] starts, int horizon, RolloutBatch? spare = null)
    {
        (Spec, Starts, Horizon, _width) = (spec, starts, horizon, spec.State.Count);
        if (starts.Length * (horizon + 1L) * _width > Array.MaxLength)
            throw new ArgumentException($"Expected a batch of at most {Array.MaxLength} numbers, got {starts.Length} rows of {horizon} steps. Take fewer rows or a shorter horizon.");
        if (spare is not null && (spare.Count, spare.Horizon, spare._width) == (Count, Horizon, _width))
        {
            (States, Actions, Rewards, Lengths, Endings) = (spare.States, spare.Actions, spare.Rewards, spare.Lengths, spare.Endings);
            Array.Clear(Endings);
            return;
        }

        States = GC.AllocateUninitializedArray<float>(starts.Length * (horizon + 1) * _width);
        Actions = GC.AllocateUninitializedArray<int>(starts.Length * horizon);
        Rewards = GC.AllocateUninitializedArray<float>(starts.Length * horizon);
        Lengths = new int[starts.Length];
        Endings = new Ending[starts.Length];
    }

    /// <summary>The world that was rolled out, as it is seen.</summary>
    public WorldSpec Spec { get; }

    /// <summary>[B] the key of each row before its first step.</summary>
    public RowKey[] Starts { get; }

    /// <summary>T, the most steps of a row.</summary>
    public int Horizon { get; }

    /// <summary>[B, T + 1, S] states in the units of the specification, the start first.</summary>
    public float[] States { get; }

    /// <summary>[B, T] indices of actions.</summary>
    public int[] Actions { get; }

    /// <summary>[B, T] rewards.</summary>
    public float[] Rewards { get; }

    /// <summary>[B] steps of each row.</summary>
    public int[] Lengths { get; }

    /// <summary>[B] how each row ended; <see cref="Ending.None"/> where it ran to the horizon.</summary>
    public Ending[] Endings { get; }

    /// <summary>B, the number of rows.</summary>
    public int Count => Starts.Length;

    /// <summary>The state of a row after <paramref name="step"/> steps.</summary>
    public Span<float> State(int row, int step) => States.AsSpan((row * (Horizon + 1) + step) * _width, _width);

    /// <summary>Zeroes what lies beyond the length of a row; the arrays are made without that.</summary>
    internal void ClearRest(int row)
    {
        int length = Lengths[row];
        States.AsSpan((row * (Horizon + 1) + length + 1) * _width, (Horizon - length) * _width).Clear();
        Actions.AsSpan(row * Horizon + length, Horizon - length).Clear();
        Rewards.AsSpan(row * Horizon + length, Horizon - length).Clear();
    }

    /// <summary>The row's sum of discounted rewards; with the discount 1 the plain sum.</summary>
    public double Return(int row, double discount)
    {
        double sum = 0, factor = 1;
        for (int t = 0; t < Lengths[row]; t++, factor *= discount) sum += factor * Rewards[row * Horizon + t];
        return sum;
    }

    /// <summary>The rows that ran to the horizon, where they stand: rolling out from here goes on as if there had been no cut.</summary>
    public StartStates Unfinished()
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(row => Endings[row] == Ending.None)];
        return new StartStates(
            [.. rows.Select(row => Starts[row] with { Step = Starts[row].Step + (uint)Horizon })],
            [.. rows.SelectMany(row => State(row, Horizon).ToArray())]);
    }
}
