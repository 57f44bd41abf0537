using FsCheck.Xunit;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class MixtureLikelihoodTests
{
    private static readonly double HalfLogTau = 0.5 * Math.Log(Math.Tau);

    /// <summary>Half the squared error in standard deviations, and the logarithm of what the density is divided by.</summary>
    [Property]
    public void One_component_is_a_normal_distribution(ulong seed)
    {
        double[] x = Draws.Normals(2, seed), mixture = Outputs(4, seed + 1);
        double expected = Enumerable.Range(0, 2).Sum(o => 0.5 * Math.Pow((x[o] - mixture[o]) / Math.Exp(mixture[2 + o]), 2) + mixture[2 + o] + HalfLogTau);
        Assert.Equal(expected, Value(new(1, 2), x, mixture), 1e-9 * (1 + expected));
    }

    [Property]
    public void Equal_components_are_one_whatever_their_weights(ulong seed)
    {
        double[] x = Draws.Normals(2, seed), component = Outputs(4, seed + 1), logits = Draws.Normals(3, seed + 2);
        double one = Value(new(1, 2), x, component);
        Assert.Equal(one, Value(new(3, 2), x, [.. logits, .. component, .. component, .. component]), 1e-9 * (1 + one));
    }

    /// <summary>Of two narrow components far apart the one that is not there adds nothing but the share that it takes: here e² : 1.</summary>
    [Fact]
    public void A_component_far_away_costs_its_weight()
    {
        double alone = Value(new(1, 1), [0.1], [0, -1]);
        Assert.Equal(alone + Math.Log(1 + Math.Exp(-2)), Value(new(2, 1), [0.1], [2, 0, 0, -1, 1000, -1]), 1e-12);
        Assert.Equal(alone + Math.Log(1 + Math.Exp(2)), Value(new(2, 1), [0.1], [0, 2, 0, -1, 1000, -1]), 1e-12);
    }

    /// <summary>All variables follow one component: two that agree are likelier than one from each.</summary>
    [Fact]
    public void Variables_share_their_component()
    {
        double[] mixture = [0, 0, -3, -3, -1, -1, 3, 3, -1, -1];
        Assert.True(Value(new(2, 2), [3, 3], mixture) + 100 < Value(new(2, 2), [3, -3], mixture));
    }

    [Property]
    public void The_slopes_are_those_of_the_loss(ulong seed, byte weight)
    {
        var shape = new MixtureShape(3, 2);
        double[] x = Draws.Normals(2, seed), outputs = Outputs(shape.Outputs, seed + 1), slopes = new double[shape.Outputs];
        new MixtureLikelihood(shape).Differentiate<double>(outputs, x, slopes, weight);
        for (int i = 0; i < outputs.Length; i++)
        {
            double At(double step)
            {
                double[] moved = [.. outputs];
                moved[i] += step;
                return Value(shape, x, moved);
            }

            double slope = weight * (At(1e-5) - At(-1e-5)) / 2e-5;
            Assert.Equal(slope, slopes[i], 1e-5 * (1 + weight) * (1 + Math.Abs(slope)));
        }
    }

    [Theory]
    [InlineData(-9, 0, 0)]                                 // on the spot: narrower still would be likelier, but the bound holds
    [InlineData(9, 0, 1)]                                  // wider than all there is: back, with the slope that there is at the bound
    [InlineData(9, 100, 0)]                                // far away
    public void A_logarithm_beyond_its_bounds_counts_as_the_bound_and_goes_back_only(double logDeviation, double outcome, double slope)
    {
        double[] slopes = new double[2];
        double value = new MixtureLikelihood(new(1, 1)).Differentiate<double>([0, logDeviation], [outcome], slopes, 1);
        Assert.Equal(slope, slopes[1]);
        Assert.Equal(value, Value(new(1, 1), [outcome], [0, 2 * logDeviation]));
        Assert.NotEqual(value, Value(new(1, 1), [outcome], [0, 0]));
    }

    [Fact]
    public void A_hopeless_outcome_has_a_finite_loss_and_slopes()
    {
        float[] slopes = new float[10];
        Assert.True(double.IsFinite(new MixtureLikelihood(new(2, 2)).Differentiate<float>([0, 1e9f, 0, 0, -9, -9, 1, 1, -9, -9], [1e6f, -1e6f], slopes, 1)));
        Assert.All(slopes, slope => Assert.True(float.IsFinite(slope)));
    }

    // Logarithms of deviations are to lie within their bounds, of which the upper is 2: normals go to 5.8.
    private static double[] Outputs(int count, ulong seed) => Array.ConvertAll(Draws.Normals(count, seed), x => 0.3 * x);

    private static double Value(MixtureShape shape, double[] outcome, double[] outputs) => new MixtureLikelihood(shape).Differentiate<double>(outputs, outcome, new double[shape.Outputs], 1);
}
