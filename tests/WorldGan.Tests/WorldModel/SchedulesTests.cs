using WorldGan.WorldModel;

namespace WorldGan.Tests.WorldModel;

public class SchedulesTests
{
    [Theory]
    [InlineData(0, 0.1, 0.8)]
    [InlineData(5, 0.1, 0.44)]
    [InlineData(10, 0.1, 0.08)]
    [InlineData(10, 0, 0)]
    public void A_rate_falls_along_half_a_cosine_to_its_last_share(int step, double last, double expected) =>
        Assert.Equal(expected, Schedules.Cosine(0.8, step, 10, last), 1e-7);
}
