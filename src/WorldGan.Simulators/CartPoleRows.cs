using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>What the worlds with a cart and a pole have in common: start states, rewards and ends.</summary>
internal static class CartPoleRows
{
    /// <summary>Every variable uniform in [-0.05, 0.05).</summary>
    public static void Reset(ReadOnlySpan<RowKey> keys, Span<float> states)
    {
        if (states.Length != keys.Length * CartPoleState.Width)
            throw new ArgumentException($"Expected {keys.Length * CartPoleState.Width} numbers of states, got {states.Length}.");

        for (int row = 0; row < keys.Length; row++)
        {
            var random = new RandomStream(keys[row].Seed, RandomPurpose.Reset, keys[row].Trajectory);
            foreach (ref float value in Row(states, row)) value = (float)(-0.05 + 0.1 * random.NextDouble());
        }
    }

    /// <summary>Writes the answer of one row: reward 1 for every step, also for the last.</summary>
    public static void Write(StepBatch batch, int row, CartPoleState next)
    {
        next.Write(Row(batch.NextStates, row));
        batch.Rewards[row] = 1;
        batch.Endings[row] = !next.IsFinite ? Ending.Invalid : next.IsTerminal ? Ending.Terminal : Ending.None;
    }

    public static CartPoleState Read(StepBatch batch, int row) =>
        CartPoleState.Read(batch.States.Slice(row * CartPoleState.Width, CartPoleState.Width));

    private static Span<float> Row(Span<float> states, int row) => states.Slice(row * CartPoleState.Width, CartPoleState.Width);
}
