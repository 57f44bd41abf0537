using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel;

public class HeadTrainerTests
{
    /// <summary>
    /// Terminals come by chance, 50 of 1000: half of each batch is drawn from them, and still the mean predicted probability is their share in
    /// the log. The margin is what the draw of the training rows leaves.
    /// </summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    public void The_mean_probability_of_a_terminal_is_the_logs_share_however_often_they_are_drawn(double drawn)
    {
        TransitionSet data = Ending20th(episodes: 50);
        WorldModelLayout layout = Tiny.LayoutOf(data, Tiny.Options with { TerminalShare = drawn, HeadSteps = 300, BatchSize = 64 });
        var member = new WorldModelMember(layout);
        EpisodeSplit split = EpisodeSplit.Draw(data, 0.1, 1);
        var trainer = new HeadTrainer(layout, member, data, split, 1);
        while (!trainer.IsDone) trainer.Step();
        trainer.Finish();
        member.ParametersChanged();
        Assert.Equal(0.05, split.Training.Average(row => Probability(layout, member, data, row)), 0.02);
    }

    [Fact]
    public void Where_the_end_of_the_only_episode_is_held_out_each_step_has_the_logs_share_of_one()
    {
        TransitionSet data = TransitionSet.From(SmallWorld.SpecOf(new StateVariable("x")), [SmallWorld.EpisodeOf("end", Ending.Terminal, 1, [.. Enumerable.Range(0, 11).Select(i => i / 10.0)])]);
        WorldModelLayout layout = Tiny.LayoutOf(data);
        var member = new WorldModelMember(layout);
        var trainer = new HeadTrainer(layout, member, data, EpisodeSplit.Draw(data, 0.5, 1), 1);
        while (!trainer.IsDone) trainer.Step();
        Assert.Equal(1 / 10.0, Probability(layout, member, data, 0), 1e-6);
    }

    [Fact]
    public void Heads_that_a_world_does_not_need_are_not_trained()
    {
        TransitionSet data = SmallWorld.Noisy.Record(5, 10);       // one reward, no terminal, nothing discrete
        WorldModelLayout layout = Tiny.LayoutOf(data);
        var member = new WorldModelMember(layout);
        var trainer = new HeadTrainer(layout, member, data, EpisodeSplit.Draw(data, 0.2, 1), 1);
        Assert.True(trainer.IsDone);
        Assert.Equal(["mean.correction", "scale.network", "generator"], member.Networks.Select(n => n.Name));
    }

    [Fact]
    public void Losses_are_told_apart_and_fall()
    {
        WorldModelLayout layout = Tiny.LayoutOf(Tiny.Data, Tiny.Options with { HeadSteps = 400, BatchSize = 32 });
        var trainer = new HeadTrainer(layout, new WorldModelMember(layout), Tiny.Data, EpisodeSplit.Draw(Tiny.Data, 0.1, 1), 1);
        Dictionary<string, double>[] losses = [.. Enumerable.Range(0, 400).Select(_ => trainer.Step().ToDictionary(l => l.Name, l => l.Value))];
        Assert.InRange(Last("rewardLoss"), 0, 0.5 * First("rewardLoss"));
        Assert.InRange(Last("discreteLoss"), 0, 0.8 * First("discreteLoss"));
        Assert.InRange(Last("terminalLoss"), 0, First("terminalLoss"));

        double First(string name) => losses[..5].Average(l => l[name]);

        double Last(string name) => losses[380..].Average(l => l[name]);
    }

    /// <summary>Whoever counts the same rows agrees, also where all are wrong: the spread of members must be the error of a count, √(p (1 - p) / n).</summary>
    [Fact]
    public void Members_disagree_about_a_chance_by_as_much_as_the_log_leaves_open()
    {
        var coin = new SmallWorld(SmallWorld.SpecOf(new StateVariable("coin", VariableKind.Flag)), (_, _, next, ref random) =>
        {
            next[0] = random.NextDouble() < 0.3 ? 1 : 0;
            return (1, false);
        });
        TransitionSet data = coin.Record(400, 1);
        WorldModelLayout layout = Tiny.LayoutOf(data, Tiny.Options with { HeadSteps = 1 });
        EpisodeSplit split = EpisodeSplit.Draw(data, 0.1, 1);
        double[] shares = [.. Enumerable.Range(0, 200).Select(seed => Share((ulong)seed))];
        double mean = shares.Average(), spread = Math.Sqrt(shares.Sum(share => (share - mean) * (share - mean)) / shares.Length);
        Assert.Equal(Math.Sqrt(0.3 * 0.7 / 360), spread, 0.2 * spread);

        double Share(ulong seed)
        {
            var member = new WorldModelMember(layout);
            var trainer = new HeadTrainer(layout, member, data, split, seed);
            trainer.Step();
            trainer.Finish();
            float[] counts = member.ClassHeads[0].Counts;          // [conditions, 2]
            return counts.Where((_, i) => i % 2 == 1).Sum() / counts.Sum();
        }
    }

    /// <summary>A flag by chance beside a number: 90 rows are soon learned by heart, and what was learned by heart is far off on other rows. Knowing nothing is worth log 2.</summary>
    [Fact]
    public void The_classes_that_are_kept_are_those_that_held_out_rows_liked_best()
    {
        var chance = new SmallWorld(SmallWorld.SpecOf(new("x"), new("coin", VariableKind.Flag)), (state, action, next, ref random) =>
        {
            (next[0], next[1]) = (random.NextNormal(), random.NextInt32(2));
            return (0, false);
        });
        TransitionSet data = chance.Record(10, 10);
        WorldModelLayout layout = Tiny.LayoutOf(data, Tiny.Options with { HeadWidth = 64, HeadSteps = 2000, BatchSize = 32 });
        var member = new WorldModelMember(layout);
        EpisodeSplit split = EpisodeSplit.Draw(data, 0.2, 1);
        var trainer = new HeadTrainer(layout, member, data, split, 1);
        while (!trainer.IsDone) trainer.Step();
        member.ParametersChanged();
        double last = HeldOut();
        trainer.Finish();
        Assert.InRange(HeldOut(), 0, 1.3 * Math.Log(2));
        Assert.InRange(last, 2 * Math.Log(2), 100);

        double HeldOut()
        {
            var heads = new HeadPrediction(new LearnedWorld(layout, [member], []));
            return split.HeldOut.Average(row => -Math.Log(heads.Classes(data.State(row), data.Actions[row], data.NextState(row))));
        }
    }

    [Fact]
    public void What_an_end_pays_is_not_smeared_over_the_steps_before_it()
    {
        TransitionSet data = PaidAtEnds.Data;
        LearnedWorld world = Tiny.Train(PaidAtEnds.Options, data);
        PaidAtEnds.AssertKeptApart(world);
        var heads = new HeadPrediction(world);
        Assert.InRange(Math.Sqrt(Enumerable.Range(0, data.Count).Average(row => Math.Pow(heads.Reward(data.State(row), data.Actions[row], data.NextState(row)) - data.Rewards[row], 2))), 0, 3);
    }

    internal static double Probability(WorldModelLayout layout, WorldModelMember member, TransitionSet data, int row)
    {
        var pass = new MlpPass<float>(member.Terminal, 1);
        layout.Encoder.WriteCondition(data.State(row), data.Actions[row], pass.Input);
        layout.Encoder.WriteState(data.NextState(row), pass.Input[layout.Encoder.ConditionFeatures..]);
        pass.Infer(1);
        return member.TerminalCalibration.Probability(pass.Output[0]);
    }

    private static TransitionSet Ending20th(int episodes) => TransitionSet.From(SmallWorld.SpecOf(new StateVariable("x")),
        Enumerable.Range(0, episodes).Select(e => SmallWorld.EpisodeOf($"{e}", Ending.Terminal, 1, Numerics.Draws.Normals(21, (ulong)e))));
}
