using WorldGan.Worlds;

namespace WorldGan.Policies.Cloning;

/// <summary>Takes the action that is most probable in the log.</summary>
internal sealed class GreedyClone(ClonedPolicy clone) : IPolicy
{
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions)
    {
        double[] probabilities = clone.Probabilities(states, actions.Length);
        int count = clone.Spec.Actions.Count;
        for (int row = 0; row < actions.Length; row++)
        {
            ReadOnlySpan<double> ofRow = probabilities.AsSpan(row * count, count);
            int best = 0;
            for (int a = 1; a < count; a++)
                if (ofRow[a] > ofRow[best]) best = a;
            actions[row] = best;
        }
    }
}
