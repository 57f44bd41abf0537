using WorldGan.Policies;
using WorldGan.Worlds;

namespace WorldGan.Tests.Export;

/// <summary>Compares what another runtime says of states with what our policy says.</summary>
internal static class PolicyAssert
{
    // Of the largest value, as sums are in single precision and in another order.
    private const float Tolerance = 1e-5f;

    /// <summary>Values are the same, and so are actions wherever two are not worth the same.</summary>
    public static void Same(QPolicy policy, float[] states, float[] values, int[] actions)
    {
        int count = policy.Spec.Actions.Count;
        float[] expected = new float[values.Length];
        int[] chosen = new int[actions.Length];
        policy.Values(states, expected);
        policy.Act(new RowKey[actions.Length], states, chosen);
        float near = Tolerance * Math.Max((float)policy.Target.Scale, expected.Max(Math.Abs));
        for (int i = 0; i < values.Length; i++) Assert.True(Math.Abs(values[i] - expected[i]) <= near, $"Row {i / count}: expected {expected[i]} of action {i % count}, got {values[i]}.");
        for (int row = 0; row < actions.Length; row++)
            if (actions[row] != chosen[row]) Assert.Equal(expected[row * count + chosen[row]], expected[row * count + actions[row]], 2 * near);
    }
}
