using WorldGan.Numerics;
using WorldGan.Policies.Sources;

namespace WorldGan.Tests.Policies.Sources;

public class PrioritisedSamplerTests
{
    private const int Draws = 40_000;

    [Theory]
    [InlineData(0)]
    [InlineData(0.6)]
    [InlineData(1)]
    public void Transitions_are_drawn_in_proportion_to_the_power_of_their_errors(double exponent)
    {
        float[] errors = [0.1f, -0.2f, 0.4f, 1.6f];
        (int[] rows, _) = Draw(errors, exponent, correction: 0.4, progress: 0);
        double[] sizes = [.. errors.Select(error => Math.Pow(Math.Abs(error) + 1e-3, exponent))];
        // Equal parts of the sum are drawn from, so that a share errs by one draw at each of its ends at most.
        for (int i = 0; i < errors.Length; i++) Assert.Equal(sizes[i] / sizes.Sum(), rows.Count(row => row == i) / (double)Draws, 2.0 / Draws + 1e-9);
    }

    [Fact]
    public void At_the_end_weights_undo_the_frequencies()
    {
        float[] errors = [0.1f, 0.2f, 0.4f, 1.6f];
        (int[] rows, float[] weights) = Draw(errors, exponent: 0.6, correction: 0.4, progress: 1);
        double[] sums = [.. errors.Select((_, i) => rows.Zip(weights).Where(draw => draw.First == i).Sum(draw => (double)draw.Second))];
        Assert.All(sums, sum => Assert.Equal(sums[0], sum, 0.01 * sums[0]));
        Assert.Equal(1, weights.Max());
    }

    [Fact]
    public void At_first_weights_undo_a_part()
    {
        float[] errors = [0.1f, 0.4f];
        (int[] rows, float[] weights) = Draw(errors, exponent: 1, correction: 0.5, progress: 0);
        Assert.Equal(1, weights[Array.IndexOf(rows, 0)]);
        Assert.Equal(Math.Sqrt(0.101 / 0.401), weights[Array.IndexOf(rows, 1)], 1e-5);
    }

    [Fact]
    public void A_new_transition_is_drawn_as_often_as_the_most_surprising_one()
    {
        var sampler = new PrioritisedSampler(3, exponent: 1, correction: 1);
        for (int i = 0; i < 2; i++) sampler.Add(i);
        sampler.Learned(0, 4.999f);
        sampler.Learned(1, 0.999f);
        sampler.Add(2);
        (int[] rows, _) = Draw(sampler, 3, progress: 0);
        Assert.Equal(5 / 11.0, rows.Count(row => row == 2) / (double)Draws, 1e-3);
        Assert.Equal(1 / 11.0, rows.Count(row => row == 1) / (double)Draws, 1e-3);
    }

    [Fact]
    public void What_is_restored_draws_as_before()
    {
        PrioritisedSampler first = new(9, 0.6, 0.4), second = new(9, 0.6, 0.4);
        for (int i = 0; i < 9; i++) first.Add(i);
        for (int i = 0; i < 5; i++) first.Learned(i, i * i);
        foreach (var (from, to) in first.State.Zip(second.State)) from.Values.CopyTo(to.Values, 0);
        first.Add(7);
        second.Add(7);
        ((int[] rows, float[] weights), (int[] again, float[] sameWeights)) = (Draw(first, 9, 0.5), Draw(second, 9, 0.5));
        Assert.Equal(rows, again);
        Assert.Equal(weights, sameWeights);
    }

    private static (int[] Rows, float[] Weights) Draw(float[] errors, double exponent, double correction, double progress)
    {
        var sampler = new PrioritisedSampler(errors.Length, exponent, correction);
        for (int i = 0; i < errors.Length; i++) sampler.Learned(i, errors[i]);
        return Draw(sampler, errors.Length, progress);
    }

    private static (int[] Rows, float[] Weights) Draw(PrioritisedSampler sampler, int count, double progress)
    {
        var random = new RandomStream(1, RandomPurpose.Batch);
        int[] rows = new int[Draws];
        var weights = new float[Draws];
        sampler.Draw(ref random, count, progress, rows, weights);
        return (rows, weights);
    }
}
