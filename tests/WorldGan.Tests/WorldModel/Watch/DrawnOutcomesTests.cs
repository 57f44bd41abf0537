using WorldGan.Numerics;
using WorldGan.WorldModel.Watch;

namespace WorldGan.Tests.WorldModel.Watch;

public class DrawnOutcomesTests
{
    private const int Rows = 400;

    [Fact]
    public void Draws_of_the_truth_are_as_wide_as_it_and_as_far_from_it_as_from_each_other()
    {
        DrawnOutcomes drawn = Draw(1, 0);
        Assert.Equal(1, drawn.Dispersion(0), 0.1);         // four standard deviations of 400 rows
        Assert.Equal(1, drawn.Spread() / drawn.DistanceToLog(), 0.1);
        Assert.Equal(0, drawn.MarginalEnergy(), 0.02);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void Draws_of_a_part_of_the_width_have_that_part(double width) => Assert.Equal(width, Draw(width, 0).Dispersion(0), 0.1 * width);

    /// <summary>Of points at one place, E|x| · 2 - E|x - x'| = 2 √(2/π) - 2/√π, over 2/√π.</summary>
    [Fact]
    public void All_draws_in_the_middle_have_an_energy_that_is_known()
    {
        DrawnOutcomes drawn = Draw(0, 0);
        Assert.Equal(Math.Sqrt(2) - 1, drawn.MarginalEnergy(), 0.05);
        Assert.Equal(0, drawn.Spread());
    }

    [Fact]
    public void Draws_that_repeat_the_log_are_at_no_distance_to_it()
    {
        WatchedRows rows = LoggedRows();
        DrawnOutcomes drawn = new(rows, [.. rows.Outcomes.SelectMany(x => Enumerable.Repeat(x, DrawnOutcomes.Samples))]);
        Assert.Equal(0, drawn.DistanceToLog());
        Assert.Equal(0, drawn.MarginalEnergy(), 1e-12);
    }

    [Fact]
    public void The_nearest_row_is_the_one_with_the_nearest_condition()
    {
        var rows = new WatchedRows([0, 0, 3, 4, 1, 1], [10, 20, 30], 3);
        Assert.Equal([0, 1, 2, 0], new[] { rows.Nearest([0.1f, 0]), rows.Nearest([4, 4]), rows.Nearest([0.9f, 1]), rows.Nearest([0.5f, 0.5f]) });
    }

    private static WatchedRows LoggedRows() => new(new float[Rows], Normals(1), Rows);

    private static DrawnOutcomes Draw(double width, double shift) =>
        new(LoggedRows(), [.. Enumerable.Range(0, DrawnOutcomes.Samples).SelectMany(k => Normals(2 + (uint)k)).Select(x => (float)(shift + width * x))]);

    private static float[] Normals(uint stream)
    {
        var random = new RandomStream(7, RandomPurpose.Latent, stream);
        var numbers = new float[Rows];
        for (int i = 0; i < Rows; i++) numbers[i] = (float)random.NextNormal();
        return numbers;
    }
}
