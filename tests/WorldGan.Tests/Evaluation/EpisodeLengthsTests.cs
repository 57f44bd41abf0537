using WorldGan.Evaluation;

namespace WorldGan.Tests.Evaluation;

public class EpisodeLengthsTests
{
    [Fact]
    public void The_distance_is_the_largest_gap_of_the_cumulative_shares()
    {
        Assert.Equal(0, EpisodeLengths.Between([3, 1, 2], [1, 2, 3]));
        Assert.Equal(1, EpisodeLengths.Between([1, 2], [3, 4]));
        Assert.Equal(0.5, EpisodeLengths.Between([1, 1, 1, 1], [1, 1, 2, 2]));
        Assert.Equal(5.0 / 12, EpisodeLengths.Between([1, 2, 3, 4], [1, 2, 3, 9, 9, 9, 9, 9, 4, 4, 3, 3]), 1e-12); // 1 against 7/12 at 4
    }

    [Fact]
    public void The_true_world_against_itself_is_at_its_floor()
    {
        var world = new LineWorld();
        EpisodeLengths lengths = EpisodeLengths.Measure(world, world, new NamedPolicy("right", new ConstantPolicy(1)), new EvaluationOptions(), 100, 1, CancellationToken.None);
        Assert.Equal((0, lengths.TrueMean), (lengths.Distance, lengths.ImaginedMean));
        Assert.InRange(lengths.TrueMean, 4, 12);
    }
}
