using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class ColumnsTests
{
    private const int Most = 60;

    [Property]
    public void Rows_become_columns_and_rows_again(byte count, byte rows)
    {
        int width = 1 + count % 9, height = rows % (Most + 1);
        float[] values = Draws.Singles(height * width, 1), back = new float[Most * width];
        var columns = new Columns(width, Most);
        columns.Fill(values, height);
        columns.CopyTo(back, height);
        for (int row = 0; row < height; row++)
            for (int column = 0; column < width; column++) Assert.Equal(values[row * width + column], columns[column][row]);
        Assert.Equal(values, back[..values.Length]);
        Assert.All(back[values.Length..], value => Assert.Equal(0, value));
    }
}
