using FsCheck.Xunit;
using WorldGan.Numerics;
using WorldGan.Tests.Numerics;
using WorldGan.WorldModel.Noise;

namespace WorldGan.Tests.WorldModel.Noise;

public class GradientPenaltyTests
{
    /// <summary>For f(x) = w · x the gradient is w everywhere, so the penalties have closed forms.</summary>
    [Property]
    public void A_linear_critic_pays_by_its_weights_wherever_the_points_lie(ulong seed)
    {
        const int Rows = 5, Width = 4;
        double[] w = Draws.Normals(Width, seed);
        MlpPass<double> pass = Linear(w, Rows);
        for (int row = 0; row < Rows; row++) Draws.Normals(Width, seed + (ulong)row + 1).CopyTo(pass.Input[(row * pass.InputStride)..]);
        pass.Forward(0, Rows);
        pass.ScalarInputGradient();
        double square = w.Sum(x => x * x), norm = Math.Sqrt(square);
        for (int row = 0; row < Rows; row++)
        {
            double[] slope = pass.InputGradient.Slice(row * pass.InputGradientStride, Width).ToArray();
            Assert.Equal((norm - 1) * (norm - 1), GradientPenalty.UnitSlope([.. slope], 1.0), 1e-12);
            Assert.Equal(square / 2, GradientPenalty.HalfSquaredSlope([.. slope], 1.0), 1e-12);
        }
    }

    [Property]
    public void What_is_left_of_a_unit_slope_is_the_weighted_slope_of_the_penalty(ulong seed, byte weight) => LeavesItsSlope(GradientPenalty.UnitSlope, seed, weight);

    [Property]
    public void What_is_left_of_a_squared_slope_is_the_weighted_slope_of_the_penalty(ulong seed, byte weight) => LeavesItsSlope(GradientPenalty.HalfSquaredSlope, seed, weight);

    [Fact]
    public void A_flat_critic_pays_one_for_its_unit_slope_and_has_no_direction_to_go()
    {
        float[] gradient = new float[3];
        Assert.Equal(1, GradientPenalty.UnitSlope(gradient, 1f));
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    private static void LeavesItsSlope(SlopePenalty<double> price, ulong seed, byte weight)
    {
        double[] gradient = Draws.Normals(4, seed), result = [.. gradient];
        price(result, weight);
        for (int i = 0; i < gradient.Length; i++)
        {
            double Penalty(double step)
            {
                double[] moved = [.. gradient];
                moved[i] += step;
                return price(moved, 1.0);
            }

            // Near a norm of zero the unit slope's penalty bends as 1 / norm: four normals come that close in one draw of many thousands.
            double slope = (Penalty(1e-6) - Penalty(-1e-6)) / 2e-6;
            Assert.Equal(weight * slope, result[i], 1e-5 * (1 + weight));
        }
    }

    // All sums stay far above zero, where Relu is the identity.
    private static MlpPass<double> Linear(double[] w, int rows)
    {
        var net = new Mlp<double>(new MlpShape(w.Length, w.Length, 1, 1, Activation.Relu));
        for (int i = 0; i < w.Length; i++)
        {
            net.Weights(0)[net.WeightIndex(0, i, i)] = 1;
            net.Bias(0)[i] = 1000;
            net.Weights(1)[net.WeightIndex(1, 0, i)] = w[i];
        }

        net.ParametersChanged();
        return new MlpPass<double>(net, rows);
    }
}
