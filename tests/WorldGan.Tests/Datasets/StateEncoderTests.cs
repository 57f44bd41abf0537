using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Tests.Datasets;

public class StateEncoderTests
{
    private static readonly WorldSpec Spec = SmallWorld.Mixed.Spec;

    private static readonly Normalizer Units = new()
    {
        Mean = [3, 9, 9, 9, 9],
        StandardDeviation = [2, 9, 9, 9, 4],
        ChangeScale = [1, 1, 1, 1, 1],
        Low = [0, 0, 0, 0, 0],
        High = [1, 1, 1, 1, 1],
        RewardLow = 0,
        RewardHigh = 0,
        RewardMean = 0,
        RewardStandardDeviation = 1,
        Terminals = 0,
    };

    [Fact]
    public void Each_kind_of_variable_has_its_own_features()
    {
        var encoder = new StateEncoder(Spec, Units);
        Assert.Equal((1 + 2 + 3 + 1 + 1, 10), (encoder.StateFeatures, encoder.ConditionFeatures));
        float[] features = [.. Enumerable.Repeat(float.NaN, 10)];
        encoder.WriteCondition([7, MathF.PI / 6, 2, 1, 1], 1, features);
        float[] expected = [2, 0.5f, MathF.Sqrt(3) / 2, 0, 0, 1, 1, -2, 0, 1];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], features[i], 1e-6f);
    }

    [Fact]
    public void Every_category_and_action_has_a_feature_of_its_own()
    {
        var encoder = new StateEncoder(Spec, Units);
        var seen = new HashSet<string>();
        for (int category = 0; category < 3; category++)
            for (int action = 0; action < 2; action++)
            {
                var features = new float[10];
                encoder.WriteCondition([3, 0, category, 0, 9], action, features);
                Assert.Equal(1, features[3..6].Sum());
                Assert.Equal(1, features[8..].Sum());
                Assert.Equal((1, 1), (features[3 + category], features[8 + action]));
                Assert.True(seen.Add(string.Join(' ', features)));
            }
    }

    [Fact]
    public void An_angle_a_turn_further_looks_the_same()
    {
        var encoder = new StateEncoder(Spec, Units);
        float[] one = new float[8], other = new float[8];
        encoder.WriteState([3, 1, 0, 0, 9], one);
        encoder.WriteState([3, 1 + MathF.Tau, 0, 0, 9], other);
        for (int i = 0; i < one.Length; i++) Assert.Equal(one[i], other[i], 1e-6f);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_category_that_does_not_exist_is_not_written_into_a_neighbour(int category) =>
        Assert.Throws<ArgumentException>(() => new StateEncoder(Spec, Units).WriteState([3, 0, category, 0, 9], new float[8]));

    [Fact]
    public void Many_states_get_the_bits_that_each_gets_alone()
    {
        const int Rows = 37;
        var encoder = new StateEncoder(Spec, Units);
        float[] states = Draws.Singles(Rows * 5, 1);
        int[] actions = [.. Enumerable.Range(0, Rows).Select(row => row * 7 % 2)];
        for (int row = 0; row < Rows; row++) (states[row * 5 + 2], states[row * 5 + 3]) = (row % 3, row % 2);
        Columns columns = new(5, Rows), features = new(2 + 10, Rows);
        columns.Fill(states, Rows);
        features.All.Fill(float.NaN);
        encoder.WriteStates(columns, Rows, features, first: 2);
        encoder.WriteActions(actions, features, first: 2 + 8);
        for (int row = 0; row < Rows; row++)
        {
            var expected = new float[10];
            encoder.WriteCondition(states.AsSpan(row * 5, 5), actions[row], expected);
            for (int f = 0; f < 10; f++) Same.Bits([expected[f]], [features[2 + f][row]]);
        }
    }
}
