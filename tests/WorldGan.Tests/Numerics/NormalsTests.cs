using FsCheck.Xunit;
using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class NormalsTests
{
    private const int Count = 1 << 20;

    // Five standard errors of each estimate from N independent normals: √(1/N), √(2/N), √(15/N), √(96/N).
    [Fact]
    public void Mean_variance_skewness_and_kurtosis_are_those_of_the_standard_normal()
    {
        float[] values = Many();
        Assert.Equal(0, Moment(values, 1), 5 * Math.Sqrt(1.0 / Count));
        Assert.Equal(1, Moment(values, 2), 5 * Math.Sqrt(2.0 / Count));
        Assert.Equal(0, Moment(values, 3), 5 * Math.Sqrt(15.0 / Count));
        Assert.Equal(3, Moment(values, 4), 5 * Math.Sqrt(96.0 / Count));
    }

    // Share below x against the distribution function, five standard errors: the tails and the middle, not only moments.
    [Theory]
    [InlineData(-3, 0.001349898)]
    [InlineData(-1, 0.158655254)]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0.691462461)]
    [InlineData(2, 0.977249868)]
    public void Shares_below_a_number_are_those_of_the_standard_normal(double x, double share) =>
        Assert.Equal(share, Many().Count(v => v < x) / (double)Count, 5 * Math.Sqrt(share * (1 - share) / Count));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void Numbers_at_any_distance_are_uncorrelated(int distance)
    {
        float[] values = Many();
        double sum = 0;
        for (int i = 0; i + distance < Count; i++) sum += values[i] * values[i + distance];
        Assert.Equal(0, sum / Count, 5 * Math.Sqrt(1.0 / Count));
    }

    [Property]
    public void The_same_key_and_count_give_the_same_bits(ulong seed, uint trajectory, uint step, byte pairs) =>
        Same.Bits(Filled(2 * pairs, seed, RandomPurpose.Latent, trajectory, step), Filled(2 * pairs, seed, RandomPurpose.Latent, trajectory, step));

    [Property]
    public void Each_part_of_the_key_gives_other_numbers(ulong seed, uint trajectory, uint step)
    {
        float[][] fills =
        [
            Filled(8, seed, RandomPurpose.Latent, trajectory, step), Filled(8, seed + 1, RandomPurpose.Latent, trajectory, step), Filled(8, seed, RandomPurpose.Dynamics, trajectory, step),
            Filled(8, seed, RandomPurpose.Latent, trajectory + 1, step), Filled(8, seed, RandomPurpose.Latent, trajectory, step + 1), Filled(8, seed + (1UL << 32), RandomPurpose.Latent, trajectory, step),
        ];
        Assert.Equal(fills.Length, fills.Select(f => string.Join(' ', f)).Distinct().Count());
    }

    [Property]
    public void Whole_groups_of_32_do_not_depend_on_how_many_follow(ulong seed, byte pairs)
    {
        float[] longer = Filled(64 + 2 * pairs, seed, RandomPurpose.Latent, 0, 0);
        Same.Bits<float>(Filled(64, seed, RandomPurpose.Latent, 0, 0), longer.AsSpan(0, 64));
    }

    // 1024 numbers of 24-bit words: a repeated pair has a chance of 2^-31, a block used twice would repeat many.
    [Fact]
    public void No_words_are_used_twice()
    {
        float[] values = Filled(1024, 3, RandomPurpose.Latent, 5, 7);
        Assert.InRange(values.Distinct().Count(), 1020, 1024);
    }

    [Theory]
    [InlineData(uint.MinValue)]
    [InlineData(255u)]
    [InlineData(256u)]
    [InlineData(uint.MaxValue)]
    public void No_word_makes_a_radius_of_zero_or_above_one(uint word) => Assert.InRange(Normals.PositiveUnit(word), 1f / (1 << 24), 1f);

    [Fact]
    public void All_numbers_are_finite_and_below_5_77() => Assert.All(Many(), v => Assert.True(Math.Abs(v) < 5.77f));

    [Fact]
    public void An_odd_count_is_refused() =>
        Assert.Equal("Expected an even count of numbers, got 3.", Assert.Throws<ArgumentException>(() => Filled(3, 0, RandomPurpose.Latent, 0, 0)).Message);

    private static float[] Many() => [.. Enumerable.Range(0, Count / 64).SelectMany(i => Filled(64, 1, RandomPurpose.Latent, (uint)i, 2))];

    private static float[] Filled(int count, ulong seed, RandomPurpose purpose, uint trajectory, uint step)
    {
        var values = new float[count];
        Normals.Fill(values, seed, purpose, trajectory, step);
        return values;
    }

    private static double Moment(float[] values, int power) => values.Average(v => Math.Pow(v, power));
}
