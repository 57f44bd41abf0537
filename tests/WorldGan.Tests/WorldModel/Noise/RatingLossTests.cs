using FsCheck.Xunit;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class RatingLossTests
{
    public static TheoryData<WorldModelLoss> All => new(Games.Adversarial);

    /// <summary>A discriminator that knows nothing rates everything 0, and pays log 2 for each half of a pair.</summary>
    [Theory]
    [InlineData(WorldModelLoss.Minimax)]
    [InlineData(WorldModelLoss.NonSaturating)]
    [InlineData(WorldModelLoss.NonSaturatingR1)]
    public void A_discriminator_that_knows_nothing_pays_twice_log_two(WorldModelLoss loss) =>
        Assert.Equal(2 * Math.Log(2), Ratings(loss).Critic(0, 0), 1e-14);

    [Fact]
    public void The_minimax_game_is_zero_sum_in_what_is_generated()
    {
        var minimax = new Minimax<double>();
        double critic = minimax.Critic(3, 1.5) - minimax.Critic(3, -0.5), generator = minimax.Generator(0, 1.5) - minimax.Generator(0, -0.5);
        Assert.Equal(critic, -generator, 1e-14);
        Assert.Equal(Math.Log(1 - 1 / (1 + Math.Exp(-1.5))), minimax.Generator(0, 1.5), 1e-14);
    }

    /// <summary>Where the discriminator is sure, the saturating generator has no slope left and the other one a whole one.</summary>
    [Fact]
    public void The_non_saturating_generator_still_learns_where_the_discriminator_is_sure()
    {
        Assert.Equal(0, new Minimax<double>().GeneratorByGenerated(0, -30), 1e-12);
        Assert.Equal(-1, new NonSaturating<double>().GeneratorByGenerated(0, -30), 1e-12);
        Assert.Equal(Math.Log(2), new NonSaturating<double>().Generator(0, 0), 1e-14);
    }

    [Property]
    public void The_wasserstein_critic_earns_the_distance(double logged, double generated)
    {
        if (!double.IsFinite(logged - generated)) return;
        Assert.Equal(-(logged - generated), new Wasserstein<double>().Critic(logged, generated));
        Assert.Equal(-generated, new Wasserstein<double>().Generator(0, generated));
    }

    [Property]
    public void Relativistic_pairs_depend_on_the_difference_of_their_ratings_alone(ulong seed)
    {
        var pairing = new RelativisticPairing<double>();
        double[] x = Draws.Normals(3, seed);
        Assert.Equal(pairing.Critic(x[0], x[1]), pairing.Critic(x[0] + 10 * x[2], x[1] + 10 * x[2]), 1e-12);
        Assert.Equal(pairing.Critic(x[0], x[1]), pairing.Generator(x[1], x[0]), 1e-14);     // the generator plays the critic's game with sides changed
        Assert.Equal(Math.Log(2), pairing.Critic(x[0], x[0]), 1e-14);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Derivatives_are_those_of_the_values(WorldModelLoss loss)
    {
        const double Step = 1e-5;
        IRatingLoss<double> ratings = Ratings(loss);
        double[] draws = Draws.Normals(60, 4);
        for (int i = 0; i < draws.Length; i += 2)
        {
            double a = 3 * draws[i], b = 3 * draws[i + 1];
            Assert.Equal((ratings.Critic(a + Step, b) - ratings.Critic(a - Step, b)) / (2 * Step), ratings.CriticByLogged(a, b), 1e-9);
            Assert.Equal((ratings.Critic(a, b + Step) - ratings.Critic(a, b - Step)) / (2 * Step), ratings.CriticByGenerated(a, b), 1e-9);
            Assert.Equal((ratings.Generator(a, b + Step) - ratings.Generator(a, b - Step)) / (2 * Step), ratings.GeneratorByGenerated(a, b), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Ratings_far_apart_give_finite_losses(WorldModelLoss loss)
    {
        IRatingLoss<double> ratings = Ratings(loss);
        foreach ((double a, double b) in new[] { (1e6, -1e6), (-1e6, 1e6), (1e6, 1e6) })
            Assert.All(new[] { ratings.Critic(a, b), ratings.CriticByLogged(a, b), ratings.CriticByGenerated(a, b), ratings.Generator(a, b), ratings.GeneratorByGenerated(a, b) }, x => Assert.True(double.IsFinite(x)));
    }

    /// <summary>What <see cref="IRatingLoss{T}.ComparesPairs"/> promises decides how rows are laid out.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Where_no_pairs_are_compared_the_other_rating_may_be_anything(WorldModelLoss loss)
    {
        IRatingLoss<double> ratings = Ratings(loss);
        bool isAlone = ratings.CriticByLogged(0.3, 5) == ratings.CriticByLogged(0.3, -5) && ratings.CriticByGenerated(5, 0.3) == ratings.CriticByGenerated(-5, 0.3)
            && ratings.Generator(5, 0.3) == ratings.Generator(-5, 0.3) && ratings.GeneratorByGenerated(5, 0.3) == ratings.GeneratorByGenerated(-5, 0.3);
        Assert.Equal(!ratings.ComparesPairs, isAlone);
    }

    private static IRatingLoss<double> Ratings(WorldModelLoss loss) => Adversary.Of<double>(loss).Ratings;
}
