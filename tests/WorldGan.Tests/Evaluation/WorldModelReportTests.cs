using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation;

/// <summary>The line world is linear, so the closed-form part of a learned world already knows it.</summary>
public class WorldModelReportTests
{
    private static readonly WorldModelOptions Options = new() { Members = 2, MeanWidth = 8, NoiseWidth = 8, HeadWidth = 16, BatchSize = 64, MeanSteps = 5, HeadSteps = 1500, AdversarialSteps = 2, HeldOutShare = 0.3 };

    [Fact]
    public void A_linear_world_is_predicted_without_error()
    {
        WorldModelReport report = Measure(LineWorld.Plain);
        Assert.InRange(report.OneStepRmse!.Value, 0, 0.01);          // of a standard deviation; the noise learned in two steps is not quite nothing
        Assert.Equal([1, 10, 25, 50], report.OpenLoop.Select(error => error.Step));
        Assert.Null(report.OpenLoop[3].Rmse);                        // no episode lasts so long
        Assert.InRange(report.OpenLoop[1].Rmse!.Value, 0, 0.05);
        Assert.Equal(0, report.RewardRmse);                          // a constant reward needs no learning
    }

    [Fact]
    public void A_terminal_that_is_learned_is_measured_where_it_was_logged()
    {
        WorldModelReport report = Measure(LineWorld.Plain);
        Assert.True(report.Terminal.Terminals > 0);
        Assert.InRange(report.Terminal.F1!.Value, 0.5, 1);
    }

    [Fact]
    public void A_terminal_that_is_known_is_measured_as_it_is_known()
    {
        Assert.Equal(1, Measure(LineWorld.Plain with { TerminalWhen = "abs(x) > 1" }).Terminal.F1);
        Assert.Equal(0, Measure(LineWorld.Plain with { TerminalWhen = "x > 9" }).Terminal.F1);
    }

    [Fact]
    public void A_reward_that_is_known_wrongly_is_off_by_as_much() =>
        Assert.Equal(3, Measure(LineWorld.Plain with { RewardIs = "5", RewardRange = new(5, 5) }).RewardRmse);

    private static WorldModelReport Measure(WorldSpec spec)
    {
        TransitionSet data = TransitionSet.From(spec, Enumerable.Range(0, 40).Select(Play));
        LearnedWorld world = WorldModelTrainer.Train(data, Options, seed: 3, new TrainingSession());
        return WorldModelReport.Measure(world, data, seed: 3);
    }

    /// <summary>Random pushes until the end of the line or 40 steps.</summary>
    private static Episode Play(int number)
    {
        var random = new RandomStream(1, RandomPurpose.Start, (uint)number);
        List<double> states = [random.NextDouble() - 0.5];
        List<int> actions = [];
        while (Math.Abs(states[^1]) <= 1 && actions.Count < 40)
        {
            actions.Add(random.NextInt32(2));
            states.Add(states[^1] + (actions[^1] == 1 ? 0.1 : -0.1));
        }

        return new Episode { Id = $"{number}", States = [.. states], Actions = [.. actions], Rewards = [.. actions.Select(_ => 2.0)], Ending = Math.Abs(states[^1]) > 1 ? Ending.Terminal : Ending.TimeLimit };
    }
}
