using FsCheck.Xunit;
using WorldGan.Policies;
using WorldGan.Policies.Values;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies.Values;

[Properties(Arbitrary = [typeof(Outputs)])]
public class TemporalDifferenceTests
{
    private static readonly LearnedStep HalfAReward = new(0, 0.5f, Ending.None);

    private readonly float[] _target = new float[1];

    [Fact]
    public void Neither_network_does_it_alone()
    {
        // Online prefers action 0 with value 3, where the target network says 1; the target network prefers action 1 with value 2.
        Assert.Equal(0.5 + 0.9 * 1, Target(ValueKind.DoubleQ, [3, 0], [1, 2], HalfAReward), 1e-6);
    }

    [Fact]
    public void An_action_that_the_log_hardly_took_is_not_thought_of()
    {
        var loss = new TemporalDifference(Plain(ValueKind.DoubleQ), new BehaviourFilter(0.3));
        loss.Aim([3, 0], [1, 2], HalfAReward, _target, behaviourNext: [-1, 1]);            // e^-2 = 0.14 of the other
        Assert.Equal(0.5 + 0.9 * 2, TargetOf(loss, 1, _target), 1e-6);
        loss.Aim([3, 0], [1, 2], HalfAReward, _target, behaviourNext: [0, 1]);             // e^-1 = 0.37 of it
        Assert.Equal(0.5 + 0.9 * 1, TargetOf(loss, 1, _target), 1e-6);
    }

    [Theory]
    [InlineData(ValueKind.DoubleQ)]
    [InlineData(ValueKind.QrDqn)]
    [InlineData(ValueKind.C51)]
    [InlineData(ValueKind.Gan)]
    public void The_target_of_a_distribution_has_the_mean_that_a_value_would_learn_towards(ValueKind value)
    {
        QHead head = Plain(value);
        int atoms = head.Learner.Atoms;
        float[] online = new float[2 * atoms], target = [.. Enumerable.Range(0, 2 * atoms).Select(i => i % atoms * (i < atoms ? 0.3f : 0.5f))];
        online[^1] = 1;                                    // the second action is chosen
        float nextValue = head.Learner.Value(target.AsSpan(atoms));
        foreach (LearnedStep step in new[] { HalfAReward, new LearnedStep(0, 0.5f, Ending.Terminal), new LearnedStep(0, 0.5f, Ending.LeftSupport) })
            Assert.Equal(Output.Target.Of(step.Reward, step.Ending, nextValue), Target(value, online, target, step), 1e-4);
    }

    [Property]
    internal void The_gradient_of_a_row_is_that_of_central_differences(Output output, byte any)
    {
        if (output.Value == ValueKind.Gan) return;         // its slopes are those of a critic: see ReturnGameTests
        const float Step = 2e-3f, Weight = 0.25f;
        // Losses of single precision up to 50 over 2 · Step, and kinks: the quantiles' second derivative of 1 / κ within κ.
        double tolerance = output.Value == ValueKind.QrDqn ? 0.25 : 0.02;
        int action = any % output.Actions;
        var loss = new TemporalDifference(output.Head);
        var target = new float[loss.Aims];
        loss.Aim(output.Numbers, output.Others, HalfAReward, target);
        var gradient = new float[output.Numbers.Length];
        loss.Descend(output.Numbers, action, target, Weight, conservativeWeight: 0, gradient);
        for (int i = 0; i < gradient.Length; i++)
        {
            double difference = (Loss(output.Moved(i, Step)) - Loss(output.Moved(i, -Step))) / (2 * Step);
            Assert.Equal(Weight * difference, gradient[i], Weight * tolerance);
        }

        double Loss(float[] numbers) => loss.Descend(numbers, action, target, Weight, 0, new float[numbers.Length]).Loss;
    }

    [Property]
    internal void Conservatism_adds_its_own_gradient(Output output, byte any)
    {
        const float Weight = 0.5f, Step = 0.01f;
        int action = any % output.Actions;
        var loss = new TemporalDifference(output.Head);
        var target = new float[loss.Aims];
        loss.Aim(output.Numbers, output.Others, HalfAReward, target);
        float[] without = new float[output.Numbers.Length], with = new float[output.Numbers.Length];
        loss.Descend(output.Numbers, action, target, 1, 0, without);
        loss.Descend(output.Numbers, action, target, 1, Weight, with);
        for (int i = 0; i < with.Length; i++)
        {
            double difference = (Overrated(output.Values(output.Moved(i, Step)), action) - Overrated(output.Values(output.Moved(i, -Step)), action)) / (2 * Step);
            Assert.Equal(Weight * difference, with[i] - without[i], 2e-3);
        }
    }

    [Fact]
    public void Conservatism_is_the_log_of_the_sum_over_the_logged_action()
    {
        float[] gradient = new float[2];
        Assert.Equal(Overrated([1, 3], 0), new Conservatism(2).Add(new DoubleQ(Output.Target), [1, 3], action: 0, weight: 1, gradient), 1e-6);
        float share = 1 / (1 + MathF.Exp(-2));
        Assert.Equal(-share, gradient[0], 1e-6);           // the logged one's value rises
        Assert.Equal(share, gradient[1], 1e-6);
    }

    private static double Overrated(float[] values, int action) => Math.Log(values.Sum(value => Math.Exp(value))) - values[action];

    private static QHead Plain(ValueKind value) => new(NetworkKind.Plain, 2, new Output(value, NetworkKind.Plain, 2, [], []).Head.Learner);

    /// <summary>The mean of the target, which shows as the error of a value that is known.</summary>
    private static double Target(ValueKind value, float[] onlineNext, float[] targetNext, LearnedStep step)
    {
        var loss = new TemporalDifference(Plain(value));
        var aims = new float[loss.Aims];
        loss.Aim(onlineNext, targetNext, step, aims);
        return TargetOf(loss, onlineNext.Length / 2, aims);
    }

    private static double TargetOf(TemporalDifference loss, int atoms, float[] target)
    {
        RowLoss row = loss.Descend(new float[2 * atoms], 0, target, 1, 0, new float[2 * atoms]);
        return row.Value - row.Error;
    }
}
