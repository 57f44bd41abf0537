using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel;

/// <summary>A variable that stays, but for noise: 0.2 where its sign bit is set by the action, a hundredth of it otherwise.</summary>
public class ScaleTrainerTests
{
    private static readonly WorldModelOptions Options = Tiny.Options with { HeadWidth = 16, BatchSize = 64, ScaleSteps = 400, MeanSteps = 0 };

    [Fact]
    public void Noise_that_hangs_on_the_action_gets_a_scale_of_its_own_there()
    {
        (WorldModelMember member, float[] residuals, TransitionSet data) = Train(action => action == 1 ? 0.2 : 0.002, 1);
        Assert.Equal([1f], member.ScaleGate);
        Assert.Equal(1, Spread(residuals, data, 0), 0.2);
        Assert.Equal(1, Spread(residuals, data, 1), 0.2);
    }

    [Fact]
    public void Noise_that_is_the_same_everywhere_keeps_the_constant_scale()
    {
        (WorldModelMember member, float[] residuals, TransitionSet data) = Train(_ => 0.2, 1);
        Assert.Equal([0f], member.ScaleGate);
        Assert.Equal(1, Spread(residuals, data, 0), 0.15);
    }

    /// <summary>Noise in one row of fifty is not taken for none: the scale is a root mean square, not what is usual.</summary>
    [Fact]
    public void Rare_noise_is_not_called_none()
    {
        (_, float[] residuals, _) = Train(_ => 0.2, 0.02);
        Assert.InRange(residuals.Max(MathF.Abs), 0, 40);       // the usual row, with next to no noise, would be the unit of a scale that overlooks the rare one
    }

    private static (WorldModelMember Member, float[] Residuals, TransitionSet Data) Train(Func<int, double> noise, double share)
    {
        var world = new SmallWorld(SmallWorld.SpecOf(new StateVariable("x")), (ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random) =>
        {
            bool isNoisy = random.NextDouble() < share;
            next[0] = 0.9 * state[0] + (isNoisy ? noise(action) : 1e-5) * random.NextNormal();
            return (1, false);
        });
        TransitionSet data = world.Record(60, 50);
        EpisodeSplit split = EpisodeSplit.Draw(data, 0.2, 3);
        WorldModelLayout layout = Tiny.LayoutOf(data, Options);
        var member = new WorldModelMember(layout);
        float[] residuals = new MeanTrainer(layout, member, data, split, 3).Finish();
        var trainer = new ScaleTrainer(layout, member, data, split, residuals, 3);
        while (!trainer.IsDone) trainer.Step();
        return (member, trainer.Finish(), data);
    }

    private static double Spread(float[] residuals, TransitionSet data, int action) =>
        Math.Sqrt(residuals.Where((_, row) => data.Actions[row] == action).Average(e => (double)e * e));
}
