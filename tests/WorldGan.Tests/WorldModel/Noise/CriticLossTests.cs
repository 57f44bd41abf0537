using WorldGan.Numerics;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class CriticLossTests
{
    private const int Batch = 70, Condition = 3, Outcomes = 2;

    public static TheoryData<WorldModelLoss> All => new(Games.Adversarial);

    // Central differences over 2e-5 in double precision; the numbers are fixed, so that none straddles a kink.
    [Theory]
    [InlineData(WorldModelLoss.WganGp, Activation.LeakyRelu, 0.1)]
    [InlineData(WorldModelLoss.WganGp, Activation.LeakyRelu, 10)]
    [InlineData(WorldModelLoss.WganGp, Activation.LeakyRelu, 0)]
    [InlineData(WorldModelLoss.WganGp, Activation.Silu, 10)]
    [InlineData(WorldModelLoss.Wgan, Activation.LeakyRelu, 0)]
    [InlineData(WorldModelLoss.Minimax, Activation.LeakyRelu, 0)]
    [InlineData(WorldModelLoss.NonSaturating, Activation.Silu, 0)]
    [InlineData(WorldModelLoss.NonSaturatingR1, Activation.LeakyRelu, 0.5)]
    [InlineData(WorldModelLoss.NonSaturatingR1, Activation.Silu, 10)]
    [InlineData(WorldModelLoss.Rpgan, Activation.LeakyRelu, 0.5)]
    [InlineData(WorldModelLoss.Rpgan, Activation.Silu, 10)]
    public void The_gradient_is_the_slope_of_rating_loss_plus_weight_times_penalty(WorldModelLoss name, Activation activation, double weight)
    {
        Mlp<double> critic = Critic(activation);
        CriticLoss<double> loss = Filled(critic, name);
        double[] mixing = Mixing(), gradient = new double[critic.Parameters.Length];
        loss.AddGradient(gradient, mixing, weight);
        foreach (int place in ReferenceMlp.Places(critic.Shape))
        {
            double At(double step)
            {
                double kept = critic.Parameters[place];
                critic.Parameters[place] = kept + step;
                critic.ParametersChanged();
                CriticReport report = loss.AddGradient(new double[gradient.Length], mixing, weight);
                critic.Parameters[place] = kept;
                return weight * report.Penalty + report.Ratings;
            }

            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[place], 1e-7 * Math.Max(1, weight));
        }
    }

    /// <summary>The outcomes of a pair, however they are laid out in blocks, are those that were filled in as one pair.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Distance_and_rating_loss_are_means_over_the_pairs(WorldModelLoss name)
    {
        Mlp<double> critic = Critic(Activation.LeakyRelu);
        CriticLoss<double> loss = Filled(critic, name);
        CriticReport report = loss.AddGradient(new double[critic.Parameters.Length], Mixing(), 0.1);
        (double Logged, double Generated)[] pairs = [.. Enumerable.Range(0, Batch).Select(pair => (Rating(loss.Real(pair)), Rating(loss.Fake(pair))))];
        Assert.Equal(pairs.Average(p => p.Logged - p.Generated), report.Distance, 1e-13);
        IRatingLoss<double> ratings = Adversary.Of<double>(name).Ratings;
        Assert.Equal(pairs.Average(p => ratings.Critic(p.Logged, p.Generated)), report.Ratings, 1e-13);

        double Rating(Span<double> input) => ReferenceMlp.Forward(critic, input)[0];
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void The_penalty_of_wgan_gp_is_taken_on_the_line_from_generated_to_logged(double mix)
    {
        Mlp<double> critic = Critic(Activation.Silu);
        CriticLoss<double> loss = Filled(critic, WorldModelLoss.WganGp);
        double penalty = loss.AddGradient(new double[critic.Parameters.Length], [.. Enumerable.Repeat(mix, Batch)], 0.1).Penalty;
        double expected = Enumerable.Range(0, Batch).Average(pair =>
        {
            double[] real = loss.Real(pair).ToArray(), fake = loss.Fake(pair).ToArray();
            return Math.Pow(Math.Sqrt(SquaredSlope(critic, [.. real.Zip(fake, (r, f) => mix * r + (1 - mix) * f)])) - 1, 2);
        });
        Assert.Equal(expected, penalty, 1e-7);
    }

    [Theory]
    [InlineData(WorldModelLoss.NonSaturatingR1, 0)]
    [InlineData(WorldModelLoss.Rpgan, 1)]
    public void R1_is_half_the_squared_slope_at_logged_outcomes_and_R2_that_at_generated_ones(WorldModelLoss name, double r2)
    {
        Mlp<double> critic = Critic(Activation.Silu);
        CriticLoss<double> loss = Filled(critic, name);
        double penalty = loss.AddGradient(new double[critic.Parameters.Length], [], 0.1).Penalty;
        double expected = Enumerable.Range(0, Batch).Average(pair => SquaredSlope(critic, loss.Real(pair).ToArray()) / 2 + r2 * SquaredSlope(critic, loss.Fake(pair).ToArray()) / 2);
        Assert.Equal(expected, penalty, 1e-7);
    }

    private static double SquaredSlope(Mlp<double> critic, double[] x) => Enumerable.Range(Condition, Outcomes).Sum(j => Math.Pow(Slope(critic, x, j), 2));

    private static double Slope(Mlp<double> critic, double[] x, int j)
    {
        double[] above = [.. x], below = [.. x];
        above[j] += 1e-5;
        below[j] -= 1e-5;
        return (ReferenceMlp.Forward(critic, above)[0] - ReferenceMlp.Forward(critic, below)[0]) / 2e-5;
    }

    private static Mlp<double> Critic(Activation activation)
    {
        var critic = new Mlp<double>(new MlpShape(Condition + Outcomes, 7, 2, 1, activation) { Given = Condition });
        critic.Initialize(new RandomStream(21, RandomPurpose.Weights));
        return critic;
    }

    private static CriticLoss<double> Filled(Mlp<double> critic, WorldModelLoss name)
    {
        var loss = new CriticLoss<double>(critic, Adversary.Of<double>(name), Batch);
        for (int pair = 0; pair < Batch; pair++)
        {
            Draws.Normals(Condition + Outcomes, (ulong)pair).CopyTo(loss.Real(pair));
            loss.Real(pair)[..Condition].CopyTo(loss.Fake(pair));
            Draws.Normals(Outcomes, (ulong)pair + 100).CopyTo(loss.Fake(pair)[Condition..]);
        }

        return loss;
    }

    private static double[] Mixing() => [.. Enumerable.Range(0, Batch).Select(row => (row + 0.5) / Batch)];
}
