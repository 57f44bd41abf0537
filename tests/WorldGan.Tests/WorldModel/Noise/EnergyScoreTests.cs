using FsCheck.Xunit;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class EnergyScoreTests
{
    private const int Outcomes = 3;

    /// <summary>Samples that are all one point have no spread: what is left is its distance to the logged outcome, and there the slopes share its direction.</summary>
    [Property]
    public void A_point_mass_scores_its_distance_to_the_logged_outcome(ulong seed)
    {
        double[] x = Draws.Normals(Outcomes, seed), point = Draws.Normals(Outcomes, seed + 1), slopes = new double[4 * Outcomes];
        double distance = Math.Sqrt(x.Zip(point, (a, b) => (a - b) * (a - b)).Sum());
        SampleDistances distances = EnergyScore.Differentiate<double>(x, [.. point, .. point, .. point, .. point], slopes, 1);
        Assert.Equal((distance, 0, distance), (distances.ToLogged, distances.Spread, distances.Score));
        for (int i = 0; i < slopes.Length; i++) Assert.Equal((point[i % Outcomes] - x[i % Outcomes]) / distance / 4, slopes[i], 1e-12);
    }

    [Fact]
    public void A_point_mass_on_the_logged_outcome_is_perfect_and_stays()
    {
        float[] slopes = [1, 2, 3, 4];
        Assert.Equal(0, EnergyScore.Differentiate<float>([5, 6], [5, 6, 5, 6], slopes, 1).Score);
        Assert.Equal([0, 0, 0, 0], slopes);
    }

    /// <summary>Of two samples at ±1 around a logged 0: each is 1 away from it, and 2 from the other.</summary>
    [Fact]
    public void Samples_on_both_sides_pay_less_than_one_side_does()
    {
        Assert.Equal(0, EnergyScore.Differentiate<double>([0], [1, -1], new double[2], 1).Score);
        Assert.Equal(1, EnergyScore.Differentiate<double>([0], [1, 1], new double[2], 1).Score);
    }

    [Property]
    public void The_slopes_are_those_of_the_score(ulong seed, byte weight)
    {
        const int Samples = 4;
        double[] x = Draws.Normals(Outcomes, seed), samples = Draws.Normals(Samples * Outcomes, seed + 1), slopes = new double[samples.Length];
        EnergyScore.Differentiate<double>(x, samples, slopes, weight);
        for (int i = 0; i < samples.Length; i++)
        {
            double At(double step)
            {
                double[] moved = [.. samples];
                moved[i] += step;
                return EnergyScore.Differentiate<double>(x, moved, new double[samples.Length], 1).Score;
            }

            // Near a distance of zero the score bends as 1 / distance: three normals come that close in one draw of many thousands.
            Assert.Equal(weight * (At(1e-6) - At(-1e-6)) / 2e-6, slopes[i], 1e-5 * (1 + weight));
        }
    }
}
