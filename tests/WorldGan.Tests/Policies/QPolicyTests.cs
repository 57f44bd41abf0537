using FsCheck.Xunit;
using WorldGan.Policies;
using WorldGan.Tests.Rollouts;

namespace WorldGan.Tests.Policies;

[Properties(Arbitrary = [typeof(RolloutCases)])]
public class QPolicyTests
{
    private static readonly TestWorld Gears = TestWorld.Find("gears");

    [Property]
    internal void It_takes_the_action_with_the_highest_value(RolloutCase c)
    {
        QPolicy policy = Fresh.Policy(c.Test.Data, members: 2);
        int actions = c.Spec.Actions.Count;
        float[] states = c.Starts.States;
        var values = new float[c.Rows * actions];
        var chosen = new int[c.Rows];
        policy.Values(states, values);
        policy.Act(c.Starts.Keys, states, chosen);
        for (int row = 0; row < c.Rows; row++) Assert.Equal(values[(row * actions)..((row + 1) * actions)].Max(), values[row * actions + chosen[row]]);
    }

    [Property]
    internal void Choosing_acts_and_values_in_one(RolloutCase c)
    {
        QPolicy policy = Fresh.Policy(c.Test.Data, members: 2);
        float[] states = c.Starts.States, together = new float[c.Rows * c.Spec.Actions.Count];
        int[] acted = new int[c.Rows], chosen = new int[c.Rows];
        policy.Act(c.Starts.Keys, states, acted);
        policy.Choose(states, chosen, together);
        Assert.Equal(acted, chosen);
        Assert.Equal(Values(policy, states).Select(policy.Target.Clamp), together);
        Assert.Throws<ArgumentException>(() => policy.Choose(states, chosen, new float[together.Length + 1]));
    }

    [Property]
    internal void The_values_of_an_ensemble_are_the_mean_of_its_members(RolloutCase c)
    {
        QPolicy policy = Fresh.Policy(c.Test.Data, members: 3);
        float[] states = c.Starts.States;
        float[][] alone = [.. policy.Networks.Select(net => Values(new QPolicy(policy.Spec, policy.Normalizer, policy.Options, [net]), states))];
        float[] together = Values(policy, states);
        for (int i = 0; i < together.Length; i++) Assert.Equal(alone.Average(values => values[i]), together[i], 1e-4 * policy.Target.Scale);
    }

    [Fact]
    public void More_states_than_one_pass_holds_get_the_values_that_each_gets_alone()
    {
        QPolicy policy = Fresh.Policy(Gears.Data, members: 2);
        float[] states = Gears.Data.States[..(600 * 4)];
        Assert.Equal(Enumerable.Range(0, 600).SelectMany(row => Values(policy, states[(row * 4)..((row + 1) * 4)])), Values(policy, states));
    }

    [Fact]
    public void Values_are_written_over_what_stood_there()
    {
        QPolicy policy = Fresh.Policy(Gears.Data, members: 2);
        float[] states = Gears.Data.States[..40], values = new float[30];
        Array.Fill(values, 7);
        policy.Values(states, values);
        Assert.Equal(Values(policy, states), values);
    }

    [Fact]
    public void Values_are_in_units_of_reward()
    {
        QPolicy policy = Fresh.Policy(Gears.Data, members: 1);
        policy.Networks[0].Parameters.AsSpan().Clear();
        policy.Networks[0].Bias(2)[0] = 0.5f;              // the value of every state, in units of the target's scale
        policy.Networks[0].ParametersChanged();
        Assert.All(Values(policy, Gears.Data.States[..40]), value => Assert.Equal(0.5 * policy.Target.Scale, value, 1e-6));
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        QPolicy policy = Fresh.Policy(Gears.Data, members: 1);
        Assert.Equal("Expected states of shape [B, 4] and values of shape [B, 3], got 7 and 6 numbers.",
            Assert.Throws<ArgumentException>(() => policy.Values(new float[7], new float[6])).Message);
        Assert.Throws<ArgumentException>(() => policy.Values(new float[8], new float[7]));
        Assert.Throws<ArgumentException>(() => policy.Act(default, new float[8], new int[1]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    public void A_category_that_does_not_exist_is_refused(float gear)
    {
        QPolicy policy = Fresh.Policy(Gears.Data, members: 1);
        Assert.Equal($"Expected 'gear' to be one of the categories 0 to 2, got {gear}.",
            Assert.Throws<ArgumentException>(() => policy.Values([0, 0, gear, 0], new float[3])).Message);
    }

    private static float[] Values(QPolicy policy, float[] states)
    {
        var values = new float[states.Length / policy.Spec.State.Count * policy.Spec.Actions.Count];
        policy.Values(states, values);
        return values;
    }
}
