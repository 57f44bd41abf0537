using WorldGan.Simulators;

namespace WorldGan.Tests.Simulators;

public class DemonstratorTests
{
    [Fact]
    public void Returns_on_cartpole_rise_from_random_over_mixed_to_scripted()
    {
        double random = MeanReturn("random", 400), mixed = MeanReturn("mixed", 400), scripted = MeanReturn("scripted", 100);
        Assert.InRange(random, 19, 26); // Gymnasium's random policy: 22
        Assert.InRange(mixed, 35, 60);
        Assert.InRange(scripted, 495, 500);
    }

    [Fact]
    public void A_policy_that_does_not_exist_is_refused_with_the_names() =>
        Assert.Equal(
            "Expected one of the policies random, scripted, mixed, got 'expert'.",
            Assert.Throws<ArgumentException>(() => Demonstrator.Find("expert", new CartPole())).Message);

    private static double MeanReturn(string policy, int episodes)
    {
        var world = new CartPole();
        return new Recorder(world, Demonstrator.Find(policy, world), 1).Episodes(episodes).Average(episode => episode.Rewards.Sum());
    }
}
