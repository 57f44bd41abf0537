using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Policies;
using WorldGan.Tests.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies;

[Properties(Arbitrary = [typeof(Outputs)])]
public class DoubleQLossTests
{
    private static readonly ValueTarget Values = new(TestWorld.Find("gears").World.Spec, Normalizer.Measure(TestWorld.Find("gears").Data));

    [Property]
    internal void The_online_network_chooses_and_the_target_network_says_what_it_is_worth((Output Online, Output Target) next)
    {
        float[] online = next.Online.Values(), target = next.Target.Values();
        int chosen = Array.IndexOf(online, online.Max());
        Assert.Equal(Values.Of(0.5f, Ending.None, target[chosen]), Loss(target.Length).Target(next.Online.Numbers, next.Target.Numbers, 0.5f, Ending.None));
    }

    [Fact]
    public void Neither_network_does_it_alone()
    {
        // Online prefers action 0 with value 3, where the target network says 1; the target network prefers action 1 with value 2.
        float[] online = [2, 1, -1], target = [1.5f, -0.5f, 0.5f];
        Assert.Equal(Values.Of(0, Ending.None, 1), Loss(2).Target(online, target, 0, Ending.None));
    }

    [Fact]
    public void The_ending_decides_the_target() =>
        Assert.Equal(Values.Of(0.5f, Ending.LeftSupport, 0), Loss(2).Target([2, 1, -1], [1, 0, 0], 0.5f, Ending.LeftSupport));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0.125)]
    [InlineData(-0.5, 0.125)]
    [InlineData(1, 0.5)]
    [InlineData(3, 2.5)]
    [InlineData(-3, 2.5)]
    public void The_loss_is_Hubers(float error, double expected)
    {
        (double loss, float value) = Loss(2).Gradient([1, 0, 0], action: 1, targetValue: 1 - error, weight: 1, new float[3]);
        Assert.Equal(expected, loss, 1e-6);
        Assert.Equal(1, value);
    }

    [Property]
    internal void The_gradient_agrees_with_central_differences(Output output, byte any, sbyte tenths)
    {
        const float Step = 0.01f, Weight = 0.25f;
        // The loss is summed from numbers of single precision up to 10, and Huber's second derivative of 1 is off by at most Step at its kinks.
        const double Tolerance = Step + 1e-3;
        int action = any % (output.Numbers.Length - 1);
        float target = tenths / 10f;
        var gradient = new float[output.Numbers.Length];
        Loss(gradient.Length - 1).Gradient(output.Numbers, action, target, Weight, gradient);
        for (int i = 0; i < gradient.Length; i++)
        {
            double difference = (At(i, Step) - At(i, -Step)) / (2 * Step);
            Assert.Equal(Weight * difference, gradient[i], Weight * Tolerance);
        }

        double At(int i, float by)
        {
            float[] moved = [.. output.Numbers];
            moved[i] += by;
            return Loss(moved.Length - 1).Gradient(moved, action, target, Weight, new float[moved.Length]).Loss;
        }
    }

    private static DoubleQLoss Loss(int actions) => new(Values, actions);
}
