using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class ColumnsTests
{
    private const int Rows = 60;

    [Property]
    public void Any_rows_are_gathered_and_scattered_back(byte count, ulong chosen) =>
        Check(1 + count % 9, [.. Enumerable.Range(0, Rows).Where(row => (chosen >> row & 1) == 1)]);

    [Property]
    public void So_are_rows_in_a_run(byte count, byte first, byte length) => Check(1 + count % 9, [.. Enumerable.Range(first % 20, length % 40)]);

    private static void Check(int width, int[] rows)
    {
        float[] values = Draws.Singles(Rows * width, 1), back = new float[values.Length];
        var columns = new Columns(width, Rows);
        columns.Gather(values, rows);
        columns.Scatter(rows, back);
        for (int i = 0; i < rows.Length; i++)
            for (int column = 0; column < width; column++) Assert.Equal(values[rows[i] * width + column], columns[column][i]);
        for (int i = 0; i < back.Length; i++) Assert.Equal(rows.Contains(i / width) ? values[i] : 0, back[i]);
    }
}
