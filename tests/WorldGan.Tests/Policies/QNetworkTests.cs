using FsCheck.Xunit;
using WorldGan.Policies;

namespace WorldGan.Tests.Policies;

[Properties(Arbitrary = [typeof(Outputs)])]
public class QNetworkTests
{
    // Single precision, at most 7 numbers of size 4 in a sum.
    private const double Rounding = 1e-5;

    [Property]
    internal void The_mean_of_all_values_is_the_value_of_the_state(Output output) =>
        Assert.Equal(output.Numbers[0], output.Values().Average(), Rounding);

    [Property]
    internal void Values_differ_as_the_advantages_do(Output output)
    {
        float[] values = output.Values();
        for (int a = 1; a < values.Length; a++) Assert.Equal(output.Numbers[1 + a] - output.Numbers[1], values[a] - values[0], Rounding);
    }

    [Property]
    internal void What_is_common_to_all_advantages_does_not_count(Output output)
    {
        float[] lifted = [output.Numbers[0], .. output.Numbers[1..].Select(advantage => advantage + 2)];
        float[] expected = output.Values(), got = new Output(lifted).Values();
        for (int a = 0; a < got.Length; a++) Assert.Equal(expected[a], got[a], Rounding);
    }

    [Property]
    internal void The_gradient_is_the_slope_of_one_value_along_each_output(Output output, byte any)
    {
        // Q is linear in the output, so that a central difference has no error but rounding.
        const float Step = 0.5f, Slope = -1.5f;
        int action = any % (output.Numbers.Length - 1);
        var gradient = new float[output.Numbers.Length];
        QNetwork.Gradient(action, Slope, gradient);
        for (int i = 0; i < gradient.Length; i++)
        {
            float[] up = [.. output.Numbers], down = [.. output.Numbers];
            up[i] += Step;
            down[i] -= Step;
            float difference = (new Output(up).Values()[action] - new Output(down).Values()[action]) / (2 * Step);
            Assert.Equal(Slope * difference, gradient[i], Rounding);
        }
    }

    [Property]
    internal void The_best_action_has_the_highest_value(Output output)
    {
        float[] values = output.Values();
        Assert.Equal(values.Max(), values[QNetwork.Best(values)]);
    }

    [Fact]
    public void Of_equal_values_the_first_is_best() => Assert.Equal(1, QNetwork.Best([0f, 2f, 2f]));
}
