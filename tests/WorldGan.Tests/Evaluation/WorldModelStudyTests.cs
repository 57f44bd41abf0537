using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Numerics;
using WorldGan.Simulators;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation;

public class WorldModelStudyTests
{
    private static readonly CartPole Truth = new();

    private static readonly TransitionSet Data = TransitionSet.From(Truth.Spec, new Recorder(Truth, new RandomPolicy(Truth.Spec), 1).Transitions(600));

    private static readonly EpisodeSplit Split = EpisodeSplit.Draw(Data, 0.3, 1);

    private static readonly StudyOptions Options = new()
    {
        Truth = Truth,
        Policies = [new("random", new RandomPolicy(Truth.Spec)), new("right", new ConstantPolicy(1)), new("scripted", Demonstrator.Find("scripted", Truth))],
        Episodes = new EvaluationOptions { Episodes = 200 },
    };

    private static readonly Lazy<WorldModelStudy> Study = new(() => new WorldModelStudy(Data, Split, Options));

    [Fact]
    public void The_true_world_is_its_own_floor()
    {
        WorldScore floor = Study.Value.Measure("truth", Truth);
        Assert.All(floor.OpenLoop.Concat(floor.SimulatedOpenLoop), error => Assert.InRange(error.Rmse ?? 0, 0, 1e-6)); // nothing is random here
        Assert.Equal(0, floor.Outcomes!.Energy);
        Assert.All(floor.Variables, variable => Assert.Equal(1, variable.R2, 1e-9));
        Assert.Equal((1, 0), (floor.RankCorrelation, floor.Regret));
        Assert.All(floor.Policies, policy => Assert.Equal(policy.StepsFloor, policy.StepsDistance));
    }

    /// <summary>Pushes go the other way, so it holds the best policy to be among the worst.</summary>
    [Fact]
    public void A_wrong_world_is_found_out_by_every_measure()
    {
        WorldScore floor = Study.Value.Measure("truth", Truth), wrong = Study.Value.Measure("wrong", new Backwards());
        Assert.True(wrong.Outcomes!.Energy > 1);
        Assert.True(wrong.OpenLoop[2].Rmse > 0.1);
        Assert.True(wrong.Variables.Single(variable => variable.Variable == "velocity").R2 < 0);
        Assert.True(wrong.Policies[2].StepsDistance > floor.Policies[2].StepsDistance + 0.5);
        Assert.True(wrong.Regret > 100);
    }

    [Fact]
    public void Windows_of_the_simulator_are_longer_than_those_of_a_short_log()
    {
        WorldScore floor = Study.Value.Measure("truth", Truth);
        Assert.Null(floor.OpenLoop[4].Rmse);
        Assert.Equal((50, 1000), (floor.SimulatedOpenLoop[4].Step, floor.SimulatedOpenLoop[4].Windows));
    }

    [Fact]
    public void Without_a_true_world_the_log_alone_is_measured_on()
    {
        LearnedWorld world = WorldModelTrainer.Train(Data, new WorldModelOptions { Members = 2, MeanWidth = 8, NoiseWidth = 8, HeadWidth = 8, BatchSize = 16, MeanSteps = 20, ScaleSteps = 5, HeadSteps = 20, AdversarialSteps = 5, HeldOutShare = 0.3 }, 1, new TrainingSession());
        StudyReport report = new WorldModelStudy(Data, Split, new StudyOptions { Policies = Options.Policies }).Report(world, [("again", world)]);
        Assert.Equal(["learned world", "again"], report.Worlds.Select(score => score.Name));
        Assert.All(report.Worlds, score => Assert.True(score is { Outcomes: null, Transitions: null, RankCorrelation: null, Regret: null, SimulatedOpenLoop.Count: 0, Policies.Count: 0 }));
        Assert.Null(report.Uncertainty);
        Assert.NotNull(report.Worlds[0].OpenLoop[0].Rmse);
        Assert.True(report.Persistence[1].Rmse > report.Persistence[0].Rmse);
    }

    [Fact]
    public void The_report_puts_the_true_world_beside_the_learned_one_and_knows_its_uncertainty()
    {
        LearnedWorld world = WorldModelTrainer.Train(Data, new WorldModelOptions { Members = 3, MeanWidth = 16, NoiseWidth = 8, HeadWidth = 8, BatchSize = 32, MeanSteps = 300, ScaleSteps = 5, HeadSteps = 20, AdversarialSteps = 5, HeldOutShare = 0.3 }, 1, new TrainingSession());
        StudyReport report = new WorldModelStudy(Data, Split, Options with { Episodes = new EvaluationOptions { Episodes = 10 } }).Report(world, []);
        Assert.Equal(["learned world", "true world"], report.Worlds.Select(score => score.Name));
        Assert.InRange(report.Uncertainty!.OffLog!.Value, 0.2, 1);
        Assert.Equal(TransitionUncertainty.Measure(world, Data, Split.HeldOut), report.StepUncertainty);
    }

    private sealed class Backwards : IWorld
    {
        public WorldSpec Spec => Truth.Spec;

        public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => Truth.Reset(keys, states);

        public void Step(StepBatch batch)
        {
            int[] actions = [.. batch.Actions.ToArray().Select(action => 1 - action)];
            Truth.Step(new StepBatch { Keys = batch.Keys, States = batch.States, Actions = actions, NextStates = batch.NextStates, Rewards = batch.Rewards, Endings = batch.Endings });
        }
    }
}
