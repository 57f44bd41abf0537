using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class RandomStreamTests
{
    private const int Draws = 20_000;

    [Property]
    public void The_same_place_gives_the_same_numbers(ulong seed, uint trajectory, uint step)
    {
        var one = new RandomStream(seed, RandomPurpose.Latent, trajectory, step);
        var other = new RandomStream(seed, RandomPurpose.Latent, trajectory, step);
        for (int i = 0; i < 20; i++) Assert.Equal(one.NextNormal(), other.NextNormal());
    }

    [Property]
    public void Another_place_gives_other_numbers(ulong seed, uint trajectory, uint step)
    {
        ulong[] words =
        [
            First(new(seed, RandomPurpose.Latent, trajectory, step)),
            First(new(seed + 1, RandomPurpose.Latent, trajectory, step)),
            First(new(seed, RandomPurpose.Policy, trajectory, step)),
            First(new(seed, RandomPurpose.Latent, trajectory + 1, step)),
            First(new(seed, RandomPurpose.Latent, trajectory, step + 1)),
        ];
        Assert.Equal(words.Length, words.Distinct().Count());
    }

    [Property]
    public Property Whole_numbers_stay_below_their_bound(ulong seed, PositiveInt bound) =>
        (new RandomStream(seed, RandomPurpose.Batch).NextInt32(bound.Get) is int drawn && drawn >= 0 && drawn < bound.Get).ToProperty();

    [Property(MaxTest = 10)]
    public void Fractions_are_uniform_in_the_half_open_unit(ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Mix);
        double[] doubles = Draw(() => random.NextDouble()), singles = Draw(() => random.NextSingle());
        foreach (double[] fractions in new[] { doubles, singles })
        {
            Assert.All(fractions, fraction => Assert.InRange(fraction, 0, Math.BitDecrement(1.0)));
            Assert.Equal(0.5, fractions.Average(), 6 * Math.Sqrt(1.0 / 12 / Draws));
            Assert.Equal(1.0 / 3, fractions.Average(x => x * x), 6 * Math.Sqrt(4.0 / 45 / Draws));
        }
    }

    [Property(MaxTest = 10)]
    public void Normal_numbers_have_the_moments_of_the_standard_normal(ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Latent);
        double[] drawn = Draw(() => random.NextNormal());
        Assert.Equal(0, drawn.Average(), 6 * Math.Sqrt(1.0 / Draws));
        Assert.Equal(1, drawn.Average(x => x * x), 6 * Math.Sqrt(2.0 / Draws));
        Assert.Equal(0, drawn.Average(x => x * x * x), 6 * Math.Sqrt(15.0 / Draws));
        Assert.Equal(3, drawn.Average(x => x * x * x * x), 6 * Math.Sqrt(96.0 / Draws));
    }

    /// <summary>Words come in blocks of four: the fifth is the first of the next block.</summary>
    [Fact]
    public void Words_follow_the_blocks_of_the_generator()
    {
        var random = new RandomStream(9, RandomPurpose.Start, 5, 6);
        for (uint block = 0; block < 3; block++)
        {
            var (x0, x1, x2, x3) = Philox.Block(9, 5, 6, block, (uint)RandomPurpose.Start);
            Assert.Equal([x0, x1, x2, x3], new[] { random.NextUInt32(), random.NextUInt32(), random.NextUInt32(), random.NextUInt32() });
        }
    }

    private static ulong First(RandomStream random) => ((ulong)random.NextUInt32() << 32) | random.NextUInt32();

    private static double[] Draw(Func<double> next) => [.. Enumerable.Range(0, Draws).Select(_ => next())];
}
