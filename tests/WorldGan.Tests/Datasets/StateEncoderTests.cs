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

    /// <summary>Beside its spread over the log a variable hardly moves in a step; what it does in that step is what tells of velocities.</summary>
    [Fact]
    public void Of_earlier_numbers_and_angles_the_change_that_followed_is_seen_and_categories_as_they_were()
    {
        TransitionSet data = (SmallWorld.Mixed with { Spec = Spec with { History = 2 } }).Record(20, 15);
        Normalizer units = Normalizer.Measure(data);
        var encoder = new StateEncoder(data.Spec, units);
        float[] state = [1, 3, 2, 1, 2.5f, 0.5f, -3, 1, 0, 2.5f, 2], features = new float[encoder.StateFeatures];
        encoder.WriteState(state, features);
        float[] expected = [0.5f / units.ChangeScale[0], (6 - MathF.Tau) / units.ChangeScale[1], 0, 1, 0, 0, 0, 0, 0, 1];
        Assert.Equal(8 + expected.Length, features.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], features[8 + i], 1e-5f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Many_states_get_the_bits_that_each_gets_alone(int history)
    {
        const int Rows = 37;
        TransitionSet data = (SmallWorld.Mixed with { Spec = Spec with { History = history } }).Record(10, 15);
        var encoder = new StateEncoder(data.Spec, Normalizer.Measure(data));
        int state = encoder.StateFeatures, condition = encoder.ConditionFeatures;
        int[] actions = [.. Enumerable.Range(0, Rows).Select(row => row * 7 % 2)];
        Columns columns = new(data.Width, Rows), features = new(2 + condition, Rows);
        columns.Fill(data.States[..(Rows * data.Width)], Rows);
        features.All.Fill(float.NaN);
        encoder.WriteStates(columns, Rows, features, first: 2);
        encoder.WriteActions(actions, features, first: 2 + state);
        for (int row = 0; row < Rows; row++)
        {
            var expected = new float[condition];
            encoder.WriteCondition(data.State(row), actions[row], expected);
            for (int f = 0; f < condition; f++) Same.Bits([expected[f]], [features[2 + f][row]]);
        }
    }
}
