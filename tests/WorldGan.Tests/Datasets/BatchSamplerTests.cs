using FsCheck.Xunit;
using WorldGan.Datasets;

namespace WorldGan.Tests.Datasets;

public class BatchSamplerTests
{
    private static readonly int[] Rows = [2, 3, 5, 7, 11];

    [Property]
    public void A_draw_hangs_on_seed_stage_and_step_only(ulong seed, uint stage, uint step)
    {
        var used = new BatchSampler(seed, stage);
        used.Draw(Rows, 9, step + 1);
        int[] drawn = [.. used.Draw(Rows, 20, step)];
        Assert.Equal(new BatchSampler(seed, stage).Draw(Rows, 20, step), drawn);
        Assert.All(drawn, row => Assert.Contains(row, Rows));
    }

    [Fact]
    public void Seed_stage_and_step_each_change_the_draw()
    {
        int[][] draws =
        [
            new BatchSampler(1, 1).Draw(Rows, 40, 1), new BatchSampler(2, 1).Draw(Rows, 40, 1), new BatchSampler(1, 2).Draw(Rows, 40, 1), new BatchSampler(1, 1).Draw(Rows, 40, 2),
        ];
        Assert.Equal(4, draws.Select(d => string.Join(' ', d)).Distinct().Count());
    }

    // 20,000 draws of five: each share is off by its standard error 0.0028; five of them are allowed.
    [Fact]
    public void Every_row_is_drawn_equally_often()
    {
        int[] drawn = new BatchSampler(3, 0).Draw(Rows, 20_000, 0);
        foreach (int row in Rows) Assert.Equal(0.2, drawn.Count(r => r == row) / 20_000.0, 0.014);
    }
}
