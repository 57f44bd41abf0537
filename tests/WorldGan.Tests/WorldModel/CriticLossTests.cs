using WorldGan.Numerics;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel;

namespace WorldGan.Tests.WorldModel;

public class CriticLossTests
{
    private const int Batch = 70, Condition = 3, Outcomes = 2;

    // Central differences over 2e-5 in double precision; the numbers are fixed, so that none straddles a kink.
    [Theory]
    [InlineData(Activation.LeakyRelu, 0.1)]
    [InlineData(Activation.LeakyRelu, 10)]
    [InlineData(Activation.LeakyRelu, 0)]
    [InlineData(Activation.Silu, 10)]
    public void The_gradient_is_the_slope_of_weight_times_penalty_minus_distance(Activation activation, double weight)
    {
        Mlp<double> critic = Critic(activation);
        CriticLoss<double> loss = Filled(critic);
        double[] mixing = Mixing(), gradient = new double[critic.Parameters.Length];
        loss.AddGradient(gradient, mixing, weight);
        foreach (int place in ReferenceMlp.Places(critic.Shape))
        {
            double At(double step)
            {
                double kept = critic.Parameters[place];
                critic.Parameters[place] = kept + step;
                critic.ParametersChanged();
                (double distance, double penalty) = loss.AddGradient(new double[gradient.Length], mixing, weight);
                critic.Parameters[place] = kept;
                return weight * penalty - distance;
            }

            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[place], 1e-7 * Math.Max(1, weight));
        }
    }

    [Fact]
    public void The_distance_is_the_mean_value_of_logged_minus_generated_outcomes()
    {
        Mlp<double> critic = Critic(Activation.LeakyRelu);
        CriticLoss<double> loss = Filled(critic);
        (double distance, _) = loss.AddGradient(new double[critic.Parameters.Length], Mixing(), 0.1);
        double expected = Enumerable.Range(0, Batch).Average(row => ReferenceMlp.Forward(critic, loss.Real(row))[0] - ReferenceMlp.Forward(critic, loss.Fake(row))[0]);
        Assert.Equal(expected, distance, 1e-13);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void The_penalty_is_taken_on_the_line_from_generated_to_logged(double mix)
    {
        Mlp<double> critic = Critic(Activation.Silu);
        CriticLoss<double> loss = Filled(critic);
        (_, double penalty) = loss.AddGradient(new double[critic.Parameters.Length], [.. Enumerable.Repeat(mix, Batch)], 0.1);
        double expected = 0;
        for (int row = 0; row < Batch; row++)
        {
            double[] x = new double[Condition + Outcomes];
            for (int j = 0; j < x.Length; j++) x[j] = mix * loss.Real(row)[j] + (1 - mix) * loss.Fake(row)[j];
            double square = Enumerable.Range(Condition, Outcomes).Sum(j => Math.Pow(Slope(critic, x, j), 2));
            expected += Math.Pow(Math.Sqrt(square) - 1, 2) / Batch;
        }

        Assert.Equal(expected, penalty, 1e-7);
    }

    private static double Slope(Mlp<double> critic, double[] x, int j)
    {
        double[] above = [.. x], below = [.. x];
        above[j] += 1e-5;
        below[j] -= 1e-5;
        return (ReferenceMlp.Forward(critic, above)[0] - ReferenceMlp.Forward(critic, below)[0]) / 2e-5;
    }

    private static Mlp<double> Critic(Activation activation)
    {
        var critic = new Mlp<double>(new MlpShape(Condition + Outcomes, 7, 2, 1, activation));
        critic.Initialize(new RandomStream(21, RandomPurpose.Weights));
        return critic;
    }

    private static CriticLoss<double> Filled(Mlp<double> critic)
    {
        var loss = new CriticLoss<double>(critic, Batch, Condition);
        for (int row = 0; row < Batch; row++)
        {
            Draws.Normals(Condition + Outcomes, (ulong)row).CopyTo(loss.Real(row));
            loss.Real(row)[..Condition].CopyTo(loss.Fake(row));
            Draws.Normals(Outcomes, (ulong)row + 100).CopyTo(loss.Fake(row)[Condition..]);
        }

        return loss;
    }

    private static double[] Mixing() => [.. Enumerable.Range(0, Batch).Select(row => (row + 0.5) / Batch)];
}
