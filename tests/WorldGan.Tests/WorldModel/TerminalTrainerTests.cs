using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel;

public class TerminalTrainerTests
{
    private const double Limit = 1.5;

    private static readonly SmallWorld Limited = SmallWorld.Noisy with
    {
        Step = (ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random) => (SmallWorld.Noisy.Step(state, action, next, ref random).Reward, next[0] > Limit),
    };

    private static readonly SmallWorld Dock = SmallWorld.Noisy with
    {
        Step = (ReadOnlySpan<double> state, int action, Span<double> next, ref RandomStream random) => (SmallWorld.Noisy.Step(state, action, next, ref random).Reward, action == 1 && state[0] > 0),
    };

    /// <summary>The margin is one mistake for fifty ends, of either kind.</summary>
    [Fact]
    public void A_limit_is_found_from_few_ends()
    {
        TransitionSet data = Limited.Record(150, 30), later = Limited.Record(600, 30, seed: 1);
        Assert.InRange(Ends(data), 40, 80);
        WorldModelMember member = Train(data, out WorldModelLayout layout);
        int mistakes = Enumerable.Range(0, later.Count).Count(row => HeadTrainerTests.Probability(layout, member, later, row) > 0.5 != (later.Endings[row] == Ending.Terminal));
        Assert.InRange(mistakes, 0, 0.02 * Ends(later));
    }

    [Fact]
    public void Rows_just_inside_the_limit_are_found_doubtful()
    {
        TransitionSet data = Limited.Record(150, 30);
        HeadTrainer trainer = Trained(data, new WorldModelMember(LayoutOf(data)), out EpisodeSplit split);
        var doubtful = (int[])trainer.State.Single(s => s.Name == "terminal.doubtful").Values;
        float[] inside = [.. split.Training.Select(row => data.NextState(row)[0]).Where(x => x <= Limit).OrderDescending().Take(doubtful.Length)];
        Assert.Equal(inside, doubtful.Select(row => data.NextState(row)[0]).OrderDescending());
    }

    [Fact]
    public void A_head_that_can_tell_by_the_next_state_ignores_what_was_before() =>
        Assert.Equal(0, WeightOfCondition(Train(Limited.Record(150, 30), out WorldModelLayout layout), layout));

    [Fact]
    public void An_action_that_ends_the_episode_is_learned()
    {
        TransitionSet data = Dock.Record(150, 30);
        WorldModelMember member = Train(data, out WorldModelLayout layout);
        Assert.True(WeightOfCondition(member, layout) > 0);
        Assert.InRange(Enumerable.Range(0, data.Count).Count(row => HeadTrainerTests.Probability(layout, member, data, row) > 0.5 != (data.Endings[row] == Ending.Terminal)), 0, 0.05 * Ends(data));
    }

    private static int Ends(TransitionSet data) => data.Endings.Count(ending => ending == Ending.Terminal);

    private static double WeightOfCondition(WorldModelMember member, WorldModelLayout layout)
    {
        Mlp<float> net = member.Terminal;
        return Enumerable.Range(0, net.Shape.LayerOutputs(0)).Sum(unit => Enumerable.Range(0, layout.Encoder.ConditionFeatures).Sum(i => Math.Abs(net.Weights(0)[net.WeightIndex(0, unit, i)])));
    }

    private static WorldModelMember Train(TransitionSet data, out WorldModelLayout layout)
    {
        layout = LayoutOf(data);
        var member = new WorldModelMember(layout);
        Trained(data, member, out _).Finish();
        member.ParametersChanged();
        return member;
    }

    private static HeadTrainer Trained(TransitionSet data, WorldModelMember member, out EpisodeSplit split)
    {
        split = EpisodeSplit.Draw(data, 0.1, 1);
        var trainer = new HeadTrainer(LayoutOf(data), member, data, split, 1);
        while (!trainer.IsDone) trainer.Step();
        return trainer;
    }

    private static WorldModelLayout LayoutOf(TransitionSet data) => Tiny.LayoutOf(data, Tiny.Options with { HeadSteps = 4000, BatchSize = 64, HeadWidth = 16 });

}
