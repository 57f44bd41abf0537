using FsCheck.Xunit;
using WorldGan.Numerics;
using WorldGan.Policies.Values;

namespace WorldGan.Tests.Policies.Values;

public class QuantileRegressionTests
{
    [Property]
    public void A_quantile_far_from_every_target_is_pulled_by_its_level(byte at)
    {
        // Of N = 4 the levels are 1/8, 3/8, 5/8, 7/8; targets above pull with the level, those below push with what is left of 1.
        const int Count = 4;
        int below = at % (Count + 1);
        float[] atoms = new float[Count], targets = [.. Enumerable.Range(0, Count).Select(j => j < below ? -1f : 1f)], gradient = new float[Count];
        new QuantileRegression(Output.Target, Count).Descend(atoms, targets, weight: 1, gradient);
        for (int i = 0; i < Count; i++)
        {
            double level = (i + 0.5) / Count, share = (double)below / Count;
            Assert.Equal(share * (1 - level) - (1 - share) * level, gradient[i], 1e-6);
        }
    }

    [Fact]
    public void Where_the_slope_is_zero_the_quantiles_are_those_of_the_target()
    {
        // 100 targets evenly over [0, 1): the quantile at level τ is τ. Gradient descent ends there, to within the width of Huber's parabola.
        const int Count = 5;
        float[] targets = [.. Enumerable.Range(0, 100).Select(j => (j + 0.5f) / 100)], atoms = new float[Count];
        var learner = new QuantileRegression(Output.Target, Count);
        for (int step = 0; step < 2000; step++)
        {
            var gradient = new float[Count];
            learner.Descend(atoms, targets, 1, gradient);
            for (int i = 0; i < Count; i++) atoms[i] -= 0.01f * gradient[i];
        }

        for (int i = 0; i < Count; i++) Assert.Equal((i + 0.5) / Count, atoms[i], 0.012);
        Assert.Equal(0.5, learner.Value(atoms), 0.005);
    }

    /// <summary>The wider a machine's vectors are, the more quantiles are taken at once; none may differ by a bit from the same sums done one by one.</summary>
    [Property]
    public void Quantiles_side_by_side_are_the_same_bits_as_one_by_one(byte count, int seed)
    {
        int quantiles = count % 40 + 1;
        var random = new RandomStream((ulong)seed, RandomPurpose.Dynamics);
        float[] atoms = Draw(ref random, quantiles), aims = Draw(ref random, quantiles), gradient = Draw(ref random, quantiles), expected = [.. gradient];
        float loss = 0;
        for (int i = 0; i < quantiles; i++)
        {
            (float level, float ofQuantile, float slope) = ((i + 0.5f) / quantiles, 0, 0);
            foreach (float aim in aims)
            {
                float u = aim - atoms[i], side = u < 0 ? 1 - level : level;
                ofQuantile += side * (Math.Abs(u) <= 0.01f ? 0.5f * u * u / 0.01f : Math.Abs(u) - 0.5f * 0.01f);
                slope -= side * Math.Clamp(u / 0.01f, -1, 1);
            }

            loss += ofQuantile / quantiles;
            expected[i] += 0.3f * (slope / quantiles);
        }

        RowLoss row = new QuantileRegression(Output.Target, quantiles).Descend(atoms, aims, 0.3f, gradient);
        Assert.Equal(expected, gradient);
        Assert.Equal(loss, row.Loss);
    }

    private static float[] Draw(ref RandomStream random, int count)
    {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = (float)(0.05 * random.NextNormal());
        return numbers;
    }
}
