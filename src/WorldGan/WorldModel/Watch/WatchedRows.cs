using WorldGan.Datasets;

namespace WorldGan.WorldModel.Watch;

/// <summary>Rows of a log as the noise sees them.</summary>
/// <param name="Conditions">[rows, C] features of what the noise hangs on.</param>
/// <param name="Outcomes">[rows, O] what the mean leaves, in the units of losses.</param>
/// <param name="Count">Number of rows.</param>
internal sealed record WatchedRows(float[] Conditions, float[] Outcomes, int Count)
{
    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="data">The log.</param>
    /// <param name="rows">Which of its rows.</param>
    /// <param name="residuals">[N, O] what the mean leaves of all rows, in units of the member's scale.</param>
    /// <param name="units">[O] from units of scale to units of losses.</param>
    public static WatchedRows Of(WorldModelLayout layout, TransitionSet data, int[] rows, float[] residuals, float[] units)
    {
        var conditions = new float[rows.Length * layout.Condition];
        var outcomes = new float[rows.Length * layout.Outcomes];
        for (int i = 0; i < rows.Length; i++)
        {
            layout.WriteCondition(data, rows[i], conditions.AsSpan(i * layout.Condition, layout.Condition));
            for (int o = 0; o < layout.Outcomes; o++) outcomes[i * layout.Outcomes + o] = residuals[rows[i] * layout.Outcomes + o] * units[o];
        }

        return new WatchedRows(conditions, outcomes, rows.Length);
    }

    /// <summary>[C] the condition of a row.</summary>
    public ReadOnlySpan<float> Condition(int row) => Conditions.AsSpan(row * (Conditions.Length / Count), Conditions.Length / Count);

    /// <summary>[O] the logged outcome of a row.</summary>
    public ReadOnlySpan<float> Outcome(int row) => Outcomes.AsSpan(row * (Outcomes.Length / Count), Outcomes.Length / Count);

    /// <summary>Mean distance of a logged outcome to that of its row in <paramref name="others"/>, [rows, O].</summary>
    public double DistanceTo(float[] others) =>
        Enumerable.Range(0, Count).Average(row => Distances.Euclidean(Outcome(row), others.AsSpan(row * Outcome(row).Length, Outcome(row).Length)));

    /// <summary>The row whose condition is nearest; the first of several.</summary>
    public int Nearest(ReadOnlySpan<float> condition)
    {
        (int nearest, float least) = (0, float.PositiveInfinity);
        for (int row = 0; row < Count; row++)
        {
            float square = SquareTo(condition, row, least);
            if (square < least) (nearest, least) = (row, square);
        }

        return nearest;
    }

    private float SquareTo(ReadOnlySpan<float> condition, int row, float enough)
    {
        ReadOnlySpan<float> other = Condition(row);
        float sum = 0;
        for (int i = 0; i < other.Length && sum < enough; i++) sum += (condition[i] - other[i]) * (condition[i] - other[i]);
        return sum;
    }
}
