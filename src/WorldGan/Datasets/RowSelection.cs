namespace WorldGan.Datasets;

/// <summary>Takes some of many rows.</summary>
internal static class RowSelection
{
    /// <summary>At most so many of the rows, spread evenly, in their order.</summary>
    public static int[] Spread(int[] rows, int most) =>
        rows.Length <= most ? rows : [.. Enumerable.Range(0, most).Select(i => rows[(int)((long)i * rows.Length / most)])];
}
