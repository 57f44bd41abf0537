using WorldGan.Evaluation;

namespace WorldGan.Tests.Evaluation;

public class RanksTests
{
    [Fact]
    public void Only_the_order_counts() => Assert.Equal(1, Ranks.Correlation([1, 2, 3], [1, 10, 1000])!.Value, 1e-12);

    [Fact]
    public void The_opposite_order_is_minus_1() => Assert.Equal(-1, Ranks.Correlation([1, 2, 3], [3, 2, 1])!.Value, 1e-12);

    /// <summary>Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3: covariance 4.5, squares 4.5 and 5.</summary>
    [Fact]
    public void Equal_numbers_share_a_rank() => Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), Ranks.Correlation([1, 2, 2, 3], [1, 2, 3, 4])!.Value, 1e-12);

    [Fact]
    public void A_constant_list_has_no_order() => Assert.Null(Ranks.Correlation([1, 1], [1, 2]));
}
