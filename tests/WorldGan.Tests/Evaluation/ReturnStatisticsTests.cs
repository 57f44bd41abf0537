using WorldGan.Evaluation;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation;

public class ReturnStatisticsTests
{
    [Fact]
    public void Mean_and_deviation_are_those_of_the_episodes() =>
        Assert.Equal(new ReturnStatistics(4, 2, 4), ReturnStatistics.Of([2, 6, 2, 6]));

    [Fact]
    public void Without_an_episode_there_is_no_mean() => Assert.Equal(new ReturnStatistics(null, null, 0), ReturnStatistics.Of([]));

    [Fact]
    public void Beside_imagined_episodes_logged_ones_count_as_far() => Assert.Equal(new ReturnStatistics(7, 1, 2), ReturnStatistics.Logged(LineWorld.Log((0, 5, Ending.Terminal), (0, 3, Ending.TimeLimit)), horizon: 4));

    [Fact]
    public void Only_whole_episodes_of_a_log_count() =>
        Assert.Equal(new ReturnStatistics(8, 2, 2), ReturnStatistics.Logged(LineWorld.Log(
            (0, 5, Ending.Terminal), (0, 3, Ending.TimeLimit), (0, 40, Ending.None), (2, 9, Ending.Terminal))));
}
