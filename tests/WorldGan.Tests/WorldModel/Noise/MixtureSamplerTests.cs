using WorldGan.Numerics;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel.Noise;

public class MixtureSamplerTests
{
    private const int Rows = 4000;

    private readonly WorldModelLayout _layout = Tiny.LayoutOf(Tiny.Data, Tiny.Options with { Model = WorldModelKind.Mixture, Components = 2 });
    private readonly WorldModelMember _member;

    // A network without weights says its biases, whatever the condition: one of four rows at (3, 5), the others at (-1, -2), and how wide each is.
    public MixtureSamplerTests()
    {
        _member = new WorldModelMember(_layout);
        float[] mixture = [MathF.Log(1), MathF.Log(3), 3, 5, MathF.Log(0.1f), MathF.Log(0.5f), -1, -2, MathF.Log(0.2f), MathF.Log(0.05f)];
        mixture.CopyTo(_member.Mixture.Bias(2));
        _member.ParametersChanged();
    }

    /// <summary>Standard errors are 0.007 of the share, 0.016 of the widest mean and 2.2 % of a deviation of 1000 draws; the margins are four of them.</summary>
    [Fact]
    public void Components_come_by_their_weights_with_their_means_and_deviations_in_all_variables_at_once()
    {
        float[][] drawn = Draw([.. Enumerable.Range(0, Rows).Select(i => new RowKey(4, (uint)i, 2))]);
        bool[] isFirst = [.. drawn[0].Select(x => x > 1)];
        Assert.Equal(isFirst, drawn[1].Select(x => x > 1));
        Assert.Equal(0.25, isFirst.Count(first => first) / (double)Rows, 0.03);
        (double, double)[][] expected = [[(3, 0.1), (5, 0.5)], [(-1, 0.2), (-2, 0.05)]];
        for (int k = 0; k < 2; k++)
            for (int o = 0; o < 2; o++)
            {
                double[] values = [.. drawn[o].Where((_, i) => isFirst[i] == (k == 0)).Select(x => (double)x)];
                double mean = values.Average(), deviation = Math.Sqrt(values.Average(x => (x - mean) * (x - mean)));
                Assert.Equal(expected[k][o].Item1, mean, 0.13 * expected[k][o].Item2);
                Assert.Equal(expected[k][o].Item2, deviation, 0.09 * expected[k][o].Item2);
            }
    }

    [Fact]
    public void Seed_trajectory_and_step_each_give_other_noise_and_the_same_key_the_same()
    {
        float[] drawn = Draw([new(1, 2, 3), new(7, 2, 3), new(1, 7, 3), new(1, 2, 7), new(1, 2, 3)])[0];
        Assert.Equal(4, drawn.Distinct().Count());
        Assert.Equal(drawn[0], drawn[4]);
    }

    [Fact]
    public void Components_are_drawn_anew_for_each_seed_trajectory_and_step()
    {
        Func<uint, RowKey>[] others = [i => new RowKey(i, 2, 3), i => new RowKey(1, i, 3), i => new RowKey(1, 2, i)];
        Assert.All(others, other => Assert.Equal(25, Draw([.. Enumerable.Range(0, 100).Select(i => other((uint)i))])[0].Count(x => x > 1), 15.0));
    }

    [Fact]
    public void Without_steps_and_without_variation_there_is_no_noise()
    {
        Assert.Null(NoiseSampler.Of(Tiny.LayoutOf(Tiny.Data, Tiny.Options with { AdversarialSteps = 0 }), _member, new Columns(99, 1)));
        Assert.Null(NoiseSampler.Of(Tiny.LayoutOf(Tiny.Data, Tiny.Options with { Model = WorldModelKind.Mse }), _member, new Columns(99, 1)));
    }

    // [O, rows]
    private float[][] Draw(RowKey[] keys)
    {
        var sampler = new MixtureSampler(_layout, _member, new Columns(_layout.Condition, keys.Length));
        sampler.SetKeys(keys);
        sampler.Draw(keys.Length);
        return [.. Enumerable.Range(0, _layout.Outcomes).Select(o => sampler.Output[o][..keys.Length].ToArray())];
    }
}
