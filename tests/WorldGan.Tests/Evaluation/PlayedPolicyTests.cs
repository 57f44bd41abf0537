using WorldGan.Evaluation;

namespace WorldGan.Tests.Evaluation;

public class PlayedPolicyTests
{
    [Fact]
    public void The_distance_of_steps_is_the_largest_gap_of_the_cumulative_shares()
    {
        Assert.Equal(0, PlayedPolicy.Distance([3, 1, 2], [1, 2, 3]));
        Assert.Equal(1, PlayedPolicy.Distance([1, 2], [3, 4]));
        Assert.Equal(0.5, PlayedPolicy.Distance([1, 1, 1, 1], [1, 1, 2, 2]));
        Assert.Equal(5.0 / 12, PlayedPolicy.Distance([1, 2, 3, 4], [1, 2, 3, 9, 9, 9, 9, 9, 4, 4, 3, 3]), 1e-12); // 1 against 7/12 at 4
    }

    [Fact]
    public void Episodes_are_counted_to_their_end()
    {
        PlayedEpisodes played = PlayedEpisodes.Play(new LineWorld(), new ConstantPolicy(1), new EvaluationOptions { Episodes = 20, Seed = 3 }, 1, CancellationToken.None);
        Assert.Equal(20, played.Steps.Length);
        Assert.All(played.Steps, steps => Assert.InRange(steps, 4, 11));       // from 0 to 0.7 on to beyond 1.05, by 0.1
        Assert.Equal(played.Steps.Select(steps => 2.0 * steps), played.Returns);
    }
}
