using FsCheck;
using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class RandomStreamTests
{
    [Property]
    public void Words_are_those_of_the_blocks_in_order(ulong seed, uint trajectory, uint step)
    {
        var random = new RandomStream(seed, RandomPurpose.Policy, trajectory, step);
        for (uint block = 0; block < 3; block++)
        {
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block(seed, trajectory, step, block, (uint)RandomPurpose.Policy);
            foreach (uint word in new[] { x0, x1, x2, x3 }) Assert.Equal(word, random.NextUInt32());
        }
    }

    [Property]
    public void A_number_below_a_bound_is_below_it(ulong seed, PositiveInt bound)
    {
        var random = new RandomStream(seed, RandomPurpose.Batch);
        for (int i = 0; i < 20; i++) Assert.InRange(random.NextInt32(bound.Get), 0, bound.Get - 1);
    }

    // 60,000 draws of six: each share is off by its standard error, √(1/6 · 5/6 / 60000) = 0.0015; five of them are allowed.
    [Fact]
    public void Every_number_below_a_bound_comes_equally_often()
    {
        var random = new RandomStream(5, RandomPurpose.Batch);
        var counts = new int[6];
        for (int i = 0; i < 60_000; i++) counts[random.NextInt32(6)]++;
        Assert.All(counts, count => Assert.Equal(1 / 6.0, count / 60_000.0, 0.0076));
    }

    [Fact]
    public void Uniform_numbers_are_in_0_to_1_with_a_half_as_mean_and_a_twelfth_as_variance()
    {
        var random = new RandomStream(5, RandomPurpose.Mix);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(i => i % 2 == 0 ? random.NextSingle() : random.NextDouble())];
        Assert.All(values, v => Assert.InRange(v, 0, 1 - 1e-9));
        Assert.Equal(0.5, values.Average(), 0.005);                               // five standard errors of √(1/12 / 100000)
        Assert.Equal(1 / 12.0, values.Average(v => (v - 0.5) * (v - 0.5)), 0.0012); // five of √(1/180 / 100000)
    }

    [Fact]
    public void Normal_numbers_have_mean_0_variance_1_and_kurtosis_3()
    {
        double[] values = Draws.Normals(100_000, 4);
        Assert.Equal(0, values.Average(), 0.016);                                 // five standard errors of √(1/N), √(2/N), √(96/N)
        Assert.Equal(1, values.Average(v => v * v), 0.0224);
        Assert.Equal(3, values.Average(v => v * v * v * v), 0.155);
    }

    [Fact]
    public void No_two_purposes_share_a_number() =>
        Assert.Equal(Enum.GetValues<RandomPurpose>().Length, Enum.GetValues<RandomPurpose>().Select(p => new RandomStream(1, p).NextUInt32()).Distinct().Count());

    /// <summary>The numbers are part of saved results, so they must never be given to another purpose.</summary>
    [Fact]
    public void Purposes_keep_their_numbers() =>
        Assert.Equal(
            ["Reset 1", "Dynamics 2", "Latent 3", "Policy 4", "Member 5", "Outcome 6", "Weights 7", "Batch 8", "Split 9", "Mix 10", "Start 11", "Exploration 12", "Recording 13"],
            Enum.GetValues<RandomPurpose>().Take(13).Select(p => $"{p} {(uint)p}"));
}
