using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel;

public class MeanTrainerTests
{
    private static readonly WorldModelOptions Options = Tiny.Options with { MeanSteps = 250, BatchSize = 32 };

    // What is left is the ridge of 1e-4 on 1000 rows (relative 1e-7) and the rounding of the log to single precision.
    [Fact]
    public void A_linear_world_is_fitted_to_the_rounding_of_its_log()
    {
        (WorldModelMember member, _) = Trained(SmallWorld.Linear.Record(50, 20));
        Assert.All(member.Scale, scale => Assert.InRange(scale, 1e-8f, 1e-6f));
    }

    /// <summary>A wheel of up to 4.5 radians a step, so that some steps are logged as turns of up to 1.8 radians the other way.</summary>
    [Fact]
    public void An_angle_that_moves_by_more_than_half_a_turn_is_fitted_like_any_other()
    {
        var wheel = new SmallWorld(SmallWorld.SpecOf(new("speed"), new("wheel", VariableKind.Angle)),
            (ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random) =>
            {
                next[0] = Math.Clamp(state[0] + 0.3 * random.NextNormal() + (action == 1 ? 0.3 : -0.3), -4.5, 4.5);
                next[1] = Math.IEEERemainder(state[1] + state[0] + (action == 1 ? 0.1 : 0), Math.Tau);
                return (1, false);
            });
        TransitionSet data = wheel.Record(100, 30);
        Assert.Contains(Enumerable.Range(0, data.Count), row => Math.Abs(data.State(row)[0]) > Math.PI);
        (WorldModelMember member, float[] residuals) = Trained(data, Options with { MeanSteps = 0 });
        Assert.InRange(member.Scale[1], 1e-8f, 1e-5f);
        Assert.All(Enumerable.Range(0, data.Count), row => Assert.InRange(Math.Abs(residuals[2 * row + 1] * member.Scale[1]), 0, 1e-4f));
    }

    [Fact]
    public void What_is_only_noise_is_left_to_the_generator_with_its_own_size()
    {
        TransitionSet data = SmallWorld.Noisy.Record(100, 20);
        (WorldModelMember member, float[] residuals) = Trained(data);
        double noise = 0.2 / Normalizer.Measure(data).ChangeScale[0];
        Assert.InRange(member.Gate[0], 0, 0.5f);
        Assert.Equal(noise, member.Scale[0], 0.15 * noise);               // 200 held-out rows: the standard error is 5 %
        Assert.Equal(1, Math.Sqrt(residuals.Average(r => r * r)), 0.15);
    }

    /// <summary>x ← |x| - 0.5: no line fits, a small network does.</summary>
    [Fact]
    public void What_a_network_can_learn_opens_the_gate()
    {
        var bent = new SmallWorld(SmallWorld.SpecOf(new StateVariable("x")),
            (ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random) =>
            {
                next[0] = Math.Abs(state[0]) - 0.5 + 0.3 * random.NextNormal();
                return (1, false);
            });
        (WorldModelMember member, _) = Trained(bent.Record(100, 20));
        Assert.InRange(member.Gate[0], 0.5f, 1f);
    }

    [Fact]
    public void Without_steps_the_mean_is_the_linear_fit()
    {
        TransitionSet data = SmallWorld.Noisy.Record(20, 20);
        (WorldModelMember member, _) = Trained(data, Options with { MeanSteps = 0 });
        Assert.Equal([0f], member.Gate);
        Assert.InRange(member.Scale[0], 0.05f, 1f);
    }

    [Fact]
    public void The_rate_falls_to_the_end_once_nothing_improves()
    {
        var trainer = Start(SmallWorld.Linear.Record(10, 10), Options with { MeanSteps = 100_000, BatchSize = 8, MeanLearningRate = 1e-7 }, out _);
        while (!trainer.IsDone) trainer.Step();
        Assert.InRange(trainer.StepsDone, 3000, 4000);                   // until it is sure of it, and as long again with a falling rate
    }

    private static (WorldModelMember Member, float[] Residuals) Trained(TransitionSet data, WorldModelOptions? options = null)
    {
        MeanTrainer trainer = Start(data, options ?? Options, out WorldModelMember member);
        while (!trainer.IsDone) trainer.Step();
        return (member, trainer.Finish());
    }

    private static MeanTrainer Start(TransitionSet data, WorldModelOptions options, out WorldModelMember member)
    {
        WorldModelLayout layout = Tiny.LayoutOf(data, options);
        member = new WorldModelMember(layout);
        return new MeanTrainer(layout, member, data, EpisodeSplit.Draw(data, 0.1, 1), 1);
    }
}
