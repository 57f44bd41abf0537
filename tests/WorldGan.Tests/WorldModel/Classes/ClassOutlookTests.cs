using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Classes;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel.Classes;

public class ClassOutlookTests
{
    /// <summary>Both worlds have 2 · 3 · 3 combinations; in the second one some conditions are counted, others were never seen.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_probabilities_of_all_combinations_sum_to_one_and_are_those_of_the_heads(bool isCounted)
    {
        TransitionSet data = (isCounted ? ClassWorlds.Counted : ClassWorlds.Joint).Record(4, 5);
        LearnedWorld world = Drawn(data, strength: 0.3f);
        var (outlook, heads) = (new ClassOutlook(world.Layout, world.Members[0]), new HeadPrediction(world));
        for (int row = 0; row < data.Count; row++)
        {
            outlook.Look(data.State(row), data.Actions[row]);
            Assert.Equal(18, outlook.Count);
            double sum = 0;
            for (int i = 0; i < outlook.Count; i++)
            {
                sum += outlook.Probability(i);
                Assert.Equal(heads.Classes(data.State(row), data.Actions[row], Next(world.Layout, outlook.Condition(i), data.State(row))), outlook.Probability(i), 1e-12);
            }

            Assert.Equal(1, sum, 1e-9);
        }
    }

    /// <summary>The loss is measured before the step, with the weights that the average begins with.</summary>
    [Fact]
    public void The_loss_of_the_heads_is_minus_the_logarithm_of_the_probability_of_all_classes_together()
    {
        TransitionSet data = ClassWorlds.Joint.Record(20, 15);
        WorldModelLayout layout = Tiny.LayoutOf(data);
        var member = new WorldModelMember(layout);
        EpisodeSplit split = EpisodeSplit.Draw(data, 0.1, 1);
        var trainer = new HeadTrainer(layout, member, data, split, 1);
        var heads = new HeadPrediction(new LearnedWorld(layout, [member], []));
        int[] rows = new BatchSampler(1, stage: 3).Draw(split.Training, layout.Options.BatchSize, 0);
        double expected = rows.Average(row => -Math.Log(heads.Classes(data.State(row), data.Actions[row], data.NextState(row))));
        Assert.Equal(expected, trainer.Step().Single(loss => loss.Name == "discreteLoss").Value, 1e-6);
    }

    [Fact]
    public void Classes_are_drawn_as_often_as_the_heads_say()
    {
        foreach (SmallWorld small in new[] { ClassWorlds.Joint, ClassWorlds.Counted })
        {
            TransitionSet data = small.Record(4, 5);
            LearnedWorld world = Drawn(data, strength: 0.3f);
            var outlook = new ClassOutlook(world.Layout, world.Members[0]);
            outlook.Look(data.State(3), data.Actions[3]);
            float[][] next = [.. Tiny.Step(world, 20_000, data.State(3).ToArray(), data.Actions[3]).NextStates.Chunk(data.Width)];
            for (int i = 0; i < outlook.Count; i++)
            {
                float[] one = Next(world.Layout, outlook.Condition(i), data.State(3));
                Assert.Equal(outlook.Probability(i), next.Average(state => world.Layout.Classes.All(v => state[v.Index] == one[v.Index]) ? 1.0 : 0.0), 0.015); // 4 standard errors
            }
        }
    }

    /// <summary>Eight flags have 256 combinations: those that stand for them have each flag set as often as the head says, within three standard errors.</summary>
    [Fact]
    public void Where_there_are_too_many_combinations_some_stand_for_all()
    {
        var flags = new SmallWorld(
            SmallWorld.SpecOf([.. Enumerable.Range(0, 8).Select(i => new StateVariable($"{i}", VariableKind.Flag)), new("x")]),
            (state, action, next, ref random) =>
            {
                for (int i = 0; i < 8; i++) next[i] = random.NextInt32(2);
                next[8] = random.NextNormal();
                return (0, false);
            });
        TransitionSet data = flags.Record(4, 5);
        LearnedWorld world = Drawn(data, strength: 0);
        for (int k = 0; k < 8; k++)
        {
            Mlp<float> net = world.Members[0].ClassHeads[k].Net;
            Array.Clear(net.Parameters);
            net.Bias(2)[1] = k / 4f - 1;
            net.ParametersChanged();
        }

        var outlook = new ClassOutlook(world.Layout, world.Members[0]);
        outlook.Look(data.State(0), 0);
        Assert.InRange(outlook.Count, 65, 128);
        Assert.Equal(1, Enumerable.Range(0, outlook.Count).Sum(outlook.Probability), 1e-9);
        for (int k = 0; k < 8; k++)
        {
            double set = Enumerable.Range(0, outlook.Count).Sum(i => outlook.Probability(i) * outlook.Condition(i)[world.Layout.Encoder.ConditionFeatures + 2 * k + 1]);
            Assert.Equal(Logistic.Probability(k / 4f - 1), set, 0.13);
        }
    }

    /// <summary>A world whose networks are as drawn: uneven, and hanging on everything.</summary>
    private static LearnedWorld Drawn(TransitionSet data, float strength)
    {
        WorldModelLayout layout = Tiny.LayoutOf(data);
        var member = new WorldModelMember(layout);
        foreach (ClassHead head in member.ClassHeads)
        {
            head.Net.Initialize(new RandomStream(5, RandomPurpose.Weights, (uint)head.Net.Shape.Inputs), lastLayerScale: 5);
            if (head.Table is null) continue;
            head.Strength[0] = strength;
            for (int i = 0; i < head.Counts.Length; i++) head.Counts[i] = i % 7 == 0 ? i % 4 : 0;
        }

        return new LearnedWorld(layout, [member], data.State(0).ToArray());
    }

    private static float[] Next(WorldModelLayout layout, ReadOnlySpan<float> condition, ReadOnlySpan<float> state)
    {
        float[] next = state.ToArray();
        foreach (ClassVariable variable in layout.Classes)
            next[variable.Index] = condition.Slice(layout.Encoder.ConditionFeatures + variable.Offset, variable.Classes).IndexOf(1f);
        return next;
    }
}
