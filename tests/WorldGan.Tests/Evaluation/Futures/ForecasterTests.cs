using WorldGan.Evaluation.Futures;
using WorldGan.Evaluation.Statistics;
using WorldGan.Numerics;
using WorldGan.Rollouts;
using WorldGan.Simulators;
using WorldGan.Tests.Rollouts;
using WorldGan.Worlds;
using WorldGan.Worlds.Expressions;

namespace WorldGan.Tests.Evaluation.Futures;

public class ForecasterTests
{
    private static readonly IWorld Slippery = new SlipperyCartPole();

    /// <summary>From 0, 0.1 a step: 0.35 is passed by step 4, and the end beyond 1.05 comes with step 11.</summary>
    [Fact]
    public void An_event_that_is_certain_has_its_step_and_its_end()
    {
        Forecast forecast = OfLine("x > 0.35", horizon: 20, action: 1);
        Assert.Equal(Enumerable.Range(1, 20).Select(t => t < 4 ? 0.0 : 1), forecast.Steps.Select(step => step.Probability!.Value));
        Assert.Equal(new FutureEndings(10, 0, 0, 0, 0), forecast.Endings);
        Assert.Equal(12, Assert.Single(forecast.Fans).Steps.Count);
        Assert.Equal(1.1, forecast.Fans[0].Steps[^1].Median, 1e-6);
    }

    [Theory]
    [InlineData("terminal", 11)]
    [InlineData("terminal && x < 0", 99)]
    [InlineData("reward == 2", 1)]
    [InlineData("action < 0", 99)]
    [InlineData("!terminal && x > 1.05", 99)]
    [InlineData("x > 0.95 && reward > 1", 10)]
    public void Events_know_the_step_and_how_it_ended(string condition, int first) =>
        Assert.Equal(first <= 20 ? first : null, OfLine(condition, horizon: 20, action: 1).Steps.FirstOrDefault(step => step.Probability > 0)?.Step);

    /// <summary>200 repetitions of 90 %: three standard deviations are 6.4 %.</summary>
    [Theory]
    [InlineData("abs(angle) > 0.1", 20)]
    [InlineData("terminal", 15)]
    public void In_the_true_world_the_interval_covers_the_true_probability_nine_times_in_ten(string condition, int horizon)
    {
        double truth = OfSlippery(condition, horizon, futures: 20_000, seed: 1_000).Within.Probability!.Value;
        Assert.InRange(truth, 0.05, 0.95);
        int covered = Enumerable.Range(0, 200).Count(seed => OfSlippery(condition, horizon, futures: 100, (ulong)seed).Within.Interval.Holds(truth));
        Assert.InRange(covered / 200.0, 0.83, 0.97);
    }

    [Fact]
    public void Fans_are_the_quantiles_of_the_futures_that_still_run()
    {
        RolloutBatch batch = RolloutEngine.Run(Slippery, new RandomPolicy(Slippery.Spec), StartStates.Episodes(Slippery, 300, seed: 3), horizon: 40);
        Fan fan = OfSlippery("terminal", 40, 300, seed: 3).Fans[2];
        foreach (FanStep step in fan.Steps)
        {
            double[] angles = [.. Enumerable.Range(0, 300).Where(row => batch.Lengths[row] >= step.Step).Select(row => (double)batch.State(row, step.Step)[2]).Order()];
            Assert.Equal((angles.Length, Quantiles.Of(angles, 0.05), Quantiles.Of(angles, 0.75)), (step.Futures, step.Q05, step.Q75));
        }

        Assert.Equal(("angle", "rad"), (fan.Variable, fan.Unit));
        Assert.True(fan.Steps[^1].Futures < 100, "Expected most futures to have ended.");
    }

    [Fact]
    public void Angles_are_followed_across_pi()
    {
        var world = new TurningWorld();
        Forecast forecast = Forecaster.Run(world, new FixedPolicy(_ => 0), StartStates.Episodes(world, 3, seed: 1), StepCondition.Parse("turn > 4", world.Spec), horizon: 20);
        Assert.Equal(3 + 20 * 0.3, forecast.Fans[0].Steps[^1].Median, 1e-4);
    }

    /// <summary>Two futures of ten are lost at step 2 and one more at step 4; the event comes to four of the others at step 3.</summary>
    [Fact]
    public void Futures_that_were_lost_before_count_as_never_below_and_as_always_above()
    {
        var world = new LosingWorld();
        Forecast forecast = Forecaster.Run(world, new FixedPolicy(_ => 0), StartStates.Episodes(world, 10, seed: 1), StepCondition.Parse("x == 1", world.Spec), horizon: 5);
        EventByStep at2 = forecast.Steps[1], at3 = forecast.Steps[2], at5 = forecast.Within;
        Assert.Equal((0.0, 2), (at2.Probability, at2.Unknown));
        Assert.Equal((4 / 8.0, 2), (at3.Probability, at3.Unknown));
        Assert.Equal((4 / 7.0, 3), (at5.Probability, at5.Unknown));
        Assert.Equal(new Interval(Proportion.Interval90([(4, 10)]).Low, Proportion.Interval90([(7, 10)]).High), at5.Interval);
        Assert.Equal((2, 1), (forecast.Endings.LeftSupport, forecast.Endings.Invalid));
    }

    [Fact]
    public void Members_are_counted_apart_and_their_disagreement_widens_the_interval()
    {
        var world = new LosingWorld();
        StartStates starts = StartStates.Episodes(world, 10, seed: 1);
        StepCondition condition = StepCondition.Parse("x == 1", world.Spec);
        Forecast alike = Forecaster.Run(world, new FixedPolicy(_ => 0), starts, condition, 5, key => (int)key.Trajectory % 2);
        Forecast apart = Forecaster.Run(world, new FixedPolicy(_ => 0), starts, condition, 5, key => key.Trajectory is >= 3 and < 7 ? 1 : 0);
        Assert.Equal([new EventCount(0, 3, 6), new EventCount(4, 0, 4)], apart.Members);
        Assert.True(apart.Within.Interval.Low < alike.Within.Interval.Low - 0.1, $"{apart.Within.Interval} is to be wider than {alike.Within.Interval}.");
    }

    [Fact]
    public void A_forecast_does_not_depend_on_threads()
    {
        Forecast one = OfSlippery("terminal", 30, 700, seed: 5), many = OfSlippery("terminal", 30, 700, seed: 5, threads: 3);
        Assert.Equal(one.Steps, many.Steps);
        Assert.Equal(one.Fans[1].Steps, many.Fans[1].Steps);
    }

    private static Forecast OfLine(string condition, int horizon, int action)
    {
        var world = new LineWorld();
        var starts = new StartStates([.. Enumerable.Range(0, 10).Select(i => new RowKey(1, (uint)i, 0))], new float[10]);
        return Forecaster.Run(world, new ConstantPolicy(action), starts, StepCondition.Parse(condition, world.Spec), horizon);
    }

    private static Forecast OfSlippery(string condition, int horizon, int futures, ulong seed, int threads = 1) => Forecaster.Run(
        Slippery, new RandomPolicy(Slippery.Spec), StartStates.Episodes(Slippery, futures, seed), StepCondition.Parse(condition, Slippery.Spec), horizon, threads: threads);

    /// <summary>Turns by 0.3 a step, from 3 on.</summary>
    private sealed class TurningWorld : IWorld
    {
        public WorldSpec Spec { get; } = new() { Name = "turning", State = [new("turn", VariableKind.Angle)], Actions = [new("a"), new("b")] };

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => states.Fill(3);

        public void Step(StepBatch batch)
        {
            for (int row = 0; row < batch.Count; row++) (batch.NextStates[row], batch.Rewards[row], batch.Endings[row]) = (ExactMath.WrapAngle(batch.States[row] + 0.3f), 0, Ending.None);
        }
    }

    /// <summary>Trajectories 0 and 1 leave the support at step 2, trajectory 2 has no finite step 4, and 3 to 6 are at 1 after step 3.</summary>
    private sealed class LosingWorld : IWorld
    {
        public WorldSpec Spec { get; } = new() { Name = "losing", State = [new("x")], Actions = [new("a"), new("b")] };

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => states.Clear();

        public void Step(StepBatch batch)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                (uint trajectory, uint step) = (batch.Keys[row].Trajectory, batch.Keys[row].Step + 1);
                batch.NextStates[row] = (trajectory, step) is ( >= 3 and < 7, 3) ? 1 : (trajectory, step) is (2, 4) ? float.NaN : 0;
                batch.Rewards[row] = 0;
                batch.Endings[row] = (trajectory, step) is ( < 2, 2) ? Ending.LeftSupport : Ending.None;
            }
        }
    }
}
