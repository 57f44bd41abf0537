using WorldGan.Evaluation.Statistics;

namespace WorldGan.Tests.Evaluation.Statistics;

public class QuantileTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 2)]
    [InlineData(0.5, 4)]
    [InlineData(0.625, 6)]
    [InlineData(1, 16)]
    public void Quantiles_are_linear_between_neighbours(double share, double quantile) => Assert.Equal(quantile, Quantiles.Of([1, 2, 4, 8, 16], share), 1e-12);

    [Fact]
    public void One_number_is_all_quantiles() => Assert.Equal(3, Quantiles.Of([3], 0.95));

    /// <summary>The table of Student's distribution that stands in every textbook.</summary>
    [Theory]
    [InlineData(1, 6.314, 0.06)]
    [InlineData(2, 2.920, 0.01)]
    [InlineData(3, 2.353, 0.005)]
    [InlineData(4, 2.132, 0.002)]
    [InlineData(10, 1.812, 0.001)]
    [InlineData(double.PositiveInfinity, 1.645, 0.001)]
    public void Students_quantiles_are_those_of_the_table(double degreesOfFreedom, double quantile, double relativeError) =>
        Assert.Equal(quantile, StudentQuantile.At95(degreesOfFreedom), quantile * relativeError);
}
