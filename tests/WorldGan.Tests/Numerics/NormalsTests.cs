using FsCheck.Xunit;
using WorldGan.Numerics;
using WorldGan.Numerics.Lanes;
using WorldGan.Worlds;

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

    [Theory]
    [InlineData(1, 2)]
    [InlineData(21, 6)]
    [InlineData(64, 8)]
    public void Trajectories_in_a_row_may_be_said_and_written_all_at_once(int rows, int count)
    {
        (var together, var alone) = (new Normals(RandomPurpose.Latent, rows, count), new Normals(RandomPurpose.Latent, rows, count));
        together.SetKeys(rows, 0x1234_5678_9abc_def0, 7);
        for (int row = 0; row < rows; row++) alone.SetKey(row, 0x1234_5678_9abc_def0, (uint)row, 7);
        together.Draw(rows);
        alone.Draw(rows);
        int stride = count + 3;
        float[] written = new float[rows * stride], expected = new float[rows * stride];
        together.Write(rows, written.AsSpan(1), stride, 0.3f);
        for (int row = 0; row < rows; row++) alone.Write(row, expected.AsSpan(row * stride + 1, count), 0.3f);
        Same.Bits(expected, written);
    }

    [Fact]
    public void Keys_may_be_said_all_at_once()
    {
        RowKey[] keys = [.. Enumerable.Range(0, 21).Select(row => new RowKey(0x1234_5678_9abc_def0 + (ulong)row, (uint)(7 * row), (uint)(3 * row)))];
        (var together, var alone) = (new Normals(RandomPurpose.Latent, keys.Length, 6), new Normals(RandomPurpose.Latent, keys.Length, 6));
        together.SetKeys(RowKey.Words(keys));
        for (int row = 0; row < keys.Length; row++) alone.SetKey(row, keys[row].Seed, keys[row].Trajectory, keys[row].Step);
        together.Draw(keys.Length);
        alone.Draw(keys.Length);
        float[] expected = new float[6], drawn = new float[6];
        for (int row = 0; row < keys.Length; row++)
        {
            alone.Write(row, expected);
            together.Write(row, drawn);
            Same.Bits(expected, drawn);
        }
    }

    [Fact]
    public void Columns_hold_the_numbers_that_rows_hold()
    {
        const int Rows = 21;
        var normals = new Normals(RandomPurpose.Latent, Rows, 6);
        for (int row = 0; row < Rows; row++) normals.SetKey(row, 5, (uint)row, 2);
        normals.Draw(Rows);
        var columns = new Columns(7, Rows);
        columns[0].Fill(9);
        normals.Write(Rows, columns, first: 1, scale: 0.3f);
        for (int row = 0; row < Rows; row++)
        {
            var expected = new float[6];
            normals.Write(row, expected, 0.3f);
            Assert.Equal(9, columns[0][row]);
            for (int i = 0; i < 6; i++) Same.Bits([expected[i]], [columns[1 + i][row]]);
        }
    }

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
    public void The_first_numbers_do_not_depend_on_how_many_follow(ulong seed, byte pairs, byte more)
    {
        float[] longer = Filled(2 * (pairs + more), seed, RandomPurpose.Latent, 0, 0);
        Same.Bits<float>(Filled(2 * pairs, seed, RandomPurpose.Latent, 0, 0), longer.AsSpan(0, 2 * pairs));
    }

    [Property]
    public void A_rows_numbers_are_its_own_whatever_stands_beside_it(ulong seed, byte pairs, byte rows)
    {
        int count = 2 * (pairs % 40);
        var normals = new Normals(RandomPurpose.Latent, rows, count);
        for (int row = 0; row < rows; row++) normals.SetKey(row, seed, (uint)row, 9);
        normals.Draw(rows);
        for (int row = 0; row < rows; row++)
        {
            var values = new float[count];
            normals.Write(row, values, 3);
            Same.Bits(Array.ConvertAll(Filled(count, seed, RandomPurpose.Latent, (uint)row, 9), z => 3 * z), values);
        }
    }

    [Property]
    public void Every_width_gives_the_bits_of_single_numbers(ulong seed, byte pairs, byte rows)
    {
        int count = 2 * (pairs % 20);
        float[] single = Drawn<Lanes1>(seed, count, rows);
        Same.Bits(single, Drawn<Lanes4>(seed, count, rows));
        Same.Bits(single, Drawn<Lanes8>(seed, count, rows));
        Same.Bits(single, Drawn<Lanes16>(seed, count, rows));
    }

    /// <summary>Box–Muller by the book on the words of <see cref="Philox"/>.</summary>
    [Property]
    public void Each_pair_of_words_is_a_radius_and_a_turn(ulong seed, uint trajectory, uint step)
    {
        const int Blocks = 5;
        float[] values = Filled(4 * Blocks, seed, RandomPurpose.Dynamics, trajectory, step);
        for (uint block = 0; block < Blocks; block++)
        {
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block(seed, trajectory, step, block, (uint)RandomPurpose.Dynamics);
            foreach ((int at, uint radiusWord, uint turnWord) in new[] { (0, x0, x1), (2, x2, x3) })
            {
                double radius = Math.Sqrt(-2 * Math.Log(((radiusWord >> 8) + 1.0) / (1 << 24))), turn = Math.Tau * (turnWord >> 8) / (1 << 24);
                Assert.Equal(radius * Math.Cos(turn), values[4 * (int)block + at], 1e-5);
                Assert.Equal(radius * Math.Sin(turn), values[4 * (int)block + at + 1], 1e-5);
            }
        }
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
    public void No_word_makes_a_number_that_is_not_finite(uint word)
    {
        float[] radii = [.. Enumerable.Repeat(BitConverter.UInt32BitsToSingle(word), 16)], turns = [.. radii];
        Normals.BoxMuller<Lanes16>(radii, turns, 16);
        foreach (float z in radii.Concat(turns)) Assert.InRange(Math.Abs(z), 0f, 5.77f);
    }

    [Fact]
    public void All_numbers_are_finite_and_below_5_77() => Assert.All(Many(), v => Assert.True(Math.Abs(v) < 5.77f));

    [Fact]
    public void An_odd_count_is_refused() =>
        Assert.Equal("Expected an even count of numbers, got 3.", Assert.Throws<ArgumentException>(() => Filled(3, 0, RandomPurpose.Latent, 0, 0)).Message);

    private static float[] Many() => [.. Enumerable.Range(0, Count / 64).SelectMany(i => Filled(64, 1, RandomPurpose.Latent, (uint)i, 2))];

    private static float[] Filled(int count, ulong seed, RandomPurpose purpose, uint trajectory, uint step)
    {
        var normals = new Normals(purpose, 1, count);
        normals.SetKey(0, seed, trajectory, step);
        normals.Draw(1);
        var values = new float[count];
        normals.Write(0, values);
        return values;
    }

    private static float[] Drawn<L>(ulong seed, int count, int rows) where L : struct, ILanes<L>
    {
        var normals = new Normals(RandomPurpose.Latent, rows, count);
        for (int row = 0; row < rows; row++) normals.SetKey(row, seed * (ulong)row, (uint)row, 9);
        normals.Draw<L>(rows);
        var values = new float[rows * count];
        for (int row = 0; row < rows; row++) normals.Write(row, values.AsSpan(row * count, count));
        return values;
    }

    private static double Moment(float[] values, int power) => values.Average(v => Math.Pow(v, power));
}
