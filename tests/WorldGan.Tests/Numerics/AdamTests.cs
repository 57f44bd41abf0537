using FsCheck;
using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class AdamTests
{
    // Single precision against double over 20 steps of 0.01: each step rounds a number near 1, half a unit in its last place, 6e-8.
    [Property(MaxTest = 50)]
    public void It_follows_the_published_algorithm(PositiveInt length, bool hasMomentum)
    {
        double beta1 = hasMomentum ? 0.9 : 0.5, beta2 = 0.999;
        int n = length.Get;
        var adam = new Adam(n, (float)beta1);
        float[] parameters = Draws.Singles(n, 1);
        double[] expected = Array.ConvertAll(parameters, p => (double)p), first = new double[n], second = new double[n];
        for (int t = 1; t <= 20; t++)
        {
            float[] gradient = Draws.Singles(n, (ulong)t);
            for (int i = 0; i < n; i++)
            {
                first[i] = beta1 * first[i] + (1 - beta1) * gradient[i];
                second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] * gradient[i];
                expected[i] -= 0.01 * (first[i] / (1 - Math.Pow(beta1, t))) / (Math.Sqrt(second[i] / (1 - Math.Pow(beta2, t))) + 1e-8);
            }

            adam.Step(parameters, gradient, 0.01f);
        }

        for (int i = 0; i < n; i++) Assert.Equal(expected[i], parameters[i], 1e-5);
    }

    /// <summary>With t = 1 both moments are the gradient itself: g / (|g| + ε) is the sign.</summary>
    [Property]
    public void The_first_step_is_the_learning_rate_against_the_gradients_sign(NonZeroInt g)
    {
        float[] parameters = [0];
        new Adam(1).Step(parameters, [g.Get], 0.5f);
        Assert.Equal(-0.5 * Math.Sign(g.Get), parameters[0], 1e-6);
    }

    [Fact]
    public void A_step_clears_the_gradient()
    {
        float[] gradient = Draws.Singles(37, 1);
        new Adam(37).Step(new float[37], gradient, 0.1f);
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    [Fact]
    public void A_parameter_moves_the_same_wherever_it_stands()
    {
        float[] parameters = new float[37];
        var adam = new Adam(37);
        for (int step = 1; step < 5; step++)
        {
            float[] gradient = [.. Enumerable.Repeat(0.37f * step - 1, 37)];
            adam.Step(parameters, gradient, 0.1f);
        }

        Assert.Single(parameters.Distinct());
    }

    [Fact]
    public void A_restored_state_goes_on_with_the_same_bits()
    {
        Adam one = new(37), other = new(37);
        float[] parameters = Draws.Singles(37, 1);
        for (int t = 0; t < 3; t++) one.Step(parameters, Draws.Singles(37, (ulong)t), 0.1f);
        foreach (((_, Array from), (_, Array to)) in one.State.Zip(other.State)) from.CopyTo(to, 0);
        float[] copy = [.. parameters];
        for (int t = 3; t < 6; t++)
        {
            one.Step(parameters, Draws.Singles(37, (ulong)t), 0.1f);
            other.Step(copy, Draws.Singles(37, (ulong)t), 0.1f);
            Same.Bits(parameters, copy);
        }
    }
}
