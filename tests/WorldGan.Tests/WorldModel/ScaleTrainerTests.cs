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
        (WorldModelMember member, float[] residuals, TransitionSet data, _) = Train(action => action == 1 ? 0.2 : 0.002, 1);
        Assert.Equal([1f], member.ScaleGate);
        Assert.Equal(1, Spread(residuals, data, 0), 0.2);
        Assert.Equal(1, Spread(residuals, data, 1), 0.2);
    }

    [Fact]
    public void Where_the_noise_is_widest_the_scale_is_level()
    {
        (WorldModelMember member, float[] residuals, TransitionSet data, float[] changes) = Train(action => action == 1 ? 0.2 : 0.002, 1);
        float[] units = [.. changes.Select((change, row) => change / residuals[row]).Where((_, row) => data.Actions[row] == 1)];
        Assert.Equal(member.Scale[0], units.Max(), 1e-4 * member.Scale[0]);
        Assert.InRange(units.Count(unit => unit > units.Max() * (1 - 1e-4)), 0.7 * units.Length, units.Length);
    }

    /// <summary>As where training goes on from a checkpoint of a later stage.</summary>
    [Fact]
    public void Finished_once_more_from_its_saved_state_it_comes_to_the_same_bits()
    {
        TransitionSet data = Record(action => action == 1 ? 0.2 : 0.002, 1);
        (WorldModelMember first, ScaleTrainer finished) = Start(data);
        while (!finished.IsDone) finished.Step();
        float[] residuals = finished.Finish();
        (WorldModelMember second, ScaleTrainer restored) = Start(data);
        foreach ((Array from, Array to) in finished.State.Zip(restored.State, (a, b) => (a.Values, b.Values))) Array.Copy(from, to, from.Length);
        restored.Restored();
        Assert.Equal(residuals, restored.Finish());
        Assert.Equal(first.Arrays.Select(a => a.Values), second.Arrays.Select(a => a.Values));
    }

    [Fact]
    public void Noise_that_is_the_same_everywhere_keeps_the_constant_scale()
    {
        (WorldModelMember member, float[] residuals, TransitionSet data, _) = Train(_ => 0.2, 1);
        Assert.Equal([0f], member.ScaleGate);
        Assert.Equal(1, Spread(residuals, data, 0), 0.15);
    }

    /// <summary>Noise in one row of fifty is not taken for none: the scale is a root mean square, not what is usual.</summary>
    [Fact]
    public void Rare_noise_is_not_called_none()
    {
        (_, float[] residuals, _, _) = Train(_ => 0.2, 0.02);
        Assert.InRange(residuals.Max(MathF.Abs), 0, 40);       // the usual row, with next to no noise, would be the unit of a scale that overlooks the rare one
    }

    private static (WorldModelMember Member, float[] Residuals, TransitionSet Data, float[] Unscaled) Train(Func<int, double> noise, double share)
    {
        TransitionSet data = Record(noise, share);
        (WorldModelMember member, ScaleTrainer trainer) = Start(data);
        float[] unscaled = [.. trainer.Residuals.Select(e => e * member.Scale[0])];
        while (!trainer.IsDone) trainer.Step();
        return (member, trainer.Finish(), data, unscaled);
    }

    private static (WorldModelMember Member, ScaleTrainer Trainer) Start(TransitionSet data)
    {
        EpisodeSplit split = EpisodeSplit.Draw(data, 0.2, 3);
        WorldModelLayout layout = Tiny.LayoutOf(data, Options);
        var member = new WorldModelMember(layout);
        return (member, new ScaleTrainer(layout, member, data, split, new MeanTrainer(layout, member, data, split, 3).Finish(), 3));
    }

    private static TransitionSet Record(Func<int, double> noise, double share)
    {
        var world = new SmallWorld(SmallWorld.SpecOf(new StateVariable("x")), (ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random) =>
        {
            bool isNoisy = random.NextDouble() < share;
            next[0] = 0.9 * state[0] + (isNoisy ? noise(action) : 1e-5) * random.NextNormal();
            return (1, false);
        });
        return world.Record(60, 50);
    }

    private static double Spread(float[] residuals, TransitionSet data, int action) =>
        Math.Sqrt(residuals.Where((_, row) => data.Actions[row] == action).Average(e => (double)e * e));
}
