using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.WorldModel.Noise;
using WorldGan.WorldModel;

namespace WorldGan.Tests.WorldModel;

public sealed class MemberTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Models => new([.. Games.Noises, "mse"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stages_follow_each_other_and_every_step_is_counted()
    {
        MemberTrainer trainer = Start();
        var seen = new List<(WorldModelStage, int)>();
        while (trainer.Stage != WorldModelStage.Done)
        {
            seen.Add((trainer.Stage, trainer.StepsDone));
            trainer.Step();
        }

        Assert.Equal(seen.Order(), seen);
        Assert.Equal([WorldModelStage.Mean, WorldModelStage.Scale, WorldModelStage.Heads, WorldModelStage.Noise], seen.Select(s => s.Item1).Distinct());
        Assert.Equal(4 + 3 + 3 + 3, trainer.Steps);
        Assert.Equal(Enumerable.Range(0, trainer.Steps + 1), seen.Select(s => s.Item2).Distinct());
        Assert.Equal(trainer.Steps, trainer.StepsDone);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Stopped_after_any_step_it_goes_on_to_the_same_bits(string model)
    {
        WorldModelOptions options = Games.Options(model);
        MemberTrainer undisturbed = Start(options);
        int steps = Run(undisturbed, int.MaxValue);
        Assert.Equal(undisturbed.Steps + 4, steps);       // and one to end each stage
        for (int stop = 0; stop <= steps; stop++)
        {
            MemberTrainer first = Start(options), second = Start(options);
            Run(first, stop);
            Checkpoint.Write(_folder.File("a"), first.State);
            second.Restore(Checkpoint.Open(_folder.File("a")));
            Assert.Equal((first.Stage, first.StepsDone), (second.Stage, second.StepsDone));
            Assert.Equal(steps - stop, Run(second, int.MaxValue));
            foreach (((string name, Array expected), (_, Array got)) in undisturbed.Member.Arrays.Zip(second.Member.Arrays))
                Assert.True(((float[])expected).AsSpan().SequenceEqual((float[])got), $"Stopped after {stop} steps, '{name}' is another.");
        }
    }

    /// <summary>Without noise there is one thing to learn, and all steps are for it.</summary>
    [Fact]
    public void The_mean_of_mse_has_the_steps_of_the_noise_too()
    {
        MemberTrainer mse = Start(Tiny.Options with { Model = WorldModelKind.Mse }), gan = Start(Tiny.Options with { ScaleSteps = 0 });
        Assert.Equal((gan.Mean.Steps + Tiny.Options.AdversarialSteps, gan.Steps), (mse.Mean.Steps, mse.Steps));
    }

    [Fact]
    public void Each_member_learns_its_mean_from_a_draw_of_the_episodes_of_its_own_and_all_else_from_all_of_them()
    {
        MemberTrainer first = Start(), second = Start(index: 1);
        int[] training = first.Split.Training;
        foreach (MemberTrainer member in new[] { first, second })
        {
            Assert.Subset(training.ToHashSet(), member.Mean.Rows.ToHashSet());
            Assert.True(member.Mean.Rows.Distinct().Count() < training.Length);       // some episodes are drawn twice, others not at all
            Assert.Equal(training, member.Split.Training);
        }

        Assert.NotEqual(first.Mean.Rows.Order(), second.Mean.Rows.Order());
    }

    [Fact]
    public void Members_differ()
    {
        MemberTrainer first = Start(), second = Start(index: 1);
        Run(first, int.MaxValue);
        Run(second, int.MaxValue);
        Assert.All(first.Member.Networks.Zip(second.Member.Networks), pair => Assert.NotEqual(pair.First.Net.Parameters, pair.Second.Net.Parameters));
    }

    [Fact]
    public void A_checkpoint_of_other_settings_is_refused()
    {
        Checkpoint.Write(_folder.File("a"), Start().State);
        MemberTrainer wider = Start(Tiny.Options with { MeanWidth = 17, NoiseWidth = 17 });
        Assert.Contains("expected F32", Assert.Throws<InvalidDataException>(() => wider.Restore(Checkpoint.Open(_folder.File("a")))).Message);
    }

    private static int Run(MemberTrainer trainer, int most)
    {
        int steps = 0;
        for (; steps < most && trainer.Stage != WorldModelStage.Done; steps++) trainer.Step();
        return steps;
    }

    private static MemberTrainer Start(WorldModelOptions? options = null, int index = 0) =>
        new(Tiny.LayoutOf(Tiny.Data, options), Tiny.Data, EpisodeSplit.Draw(Tiny.Data, 0.1, 5), 5, index);
}
