using WorldGan.Policies.Values;

namespace WorldGan.Tests.Policies.Values;

public class DoubleQTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.5, 0.125, 0.5)]
    [InlineData(-0.5, 0.125, -0.5)]
    [InlineData(1, 0.5, 1)]
    [InlineData(3, 2.5, 1)]
    [InlineData(-3, 2.5, -1)]
    public void The_loss_is_Hubers(float error, double expected, float slope)
    {
        var gradient = new float[] { 7 };
        RowLoss row = new DoubleQ(Output.Target).Descend([1], [1 - error], weight: 0.5f, gradient);
        Assert.Equal(expected, row.Loss, 1e-6);
        Assert.Equal((1, error), (row.Value, row.Error));
        Assert.Equal(7 + 0.5f * slope, gradient[0], 1e-6);
    }
}
