using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Evaluation.OffPolicy;
using WorldGan.Numerics;
using WorldGan.Simulators;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.LearningTests;

/// <summary>Policies from random to good, evaluated from a mixed log alone, beside their true values.</summary>
public class OffPolicyStudyTests
{
    private static readonly WorldModelOptions World = new() { Members = 3, MeanWidth = 32, NoiseWidth = 32, HeadWidth = 32, BatchSize = 64, MeanSteps = 2000, HeadSteps = 2000, AdversarialSteps = 300 };

    private static readonly EvaluationOptions Options = new() { Episodes = 300, OffPolicy = new() { FittedNetworks = 3, FittedSteps = 4000, FittedWidth = 32, FittedBatchSize = 128, MostEpisodes = 100 } };

    [Fact]
    public void Both_ways_rank_the_policies_of_cartpole_and_lose_little_by_choosing()
    {
        var world = new CartPole();
        TransitionSet log = TransitionSet.From(world.Spec, new Recorder(world, Demonstrator.Find("mixed", world), seed: 1).Transitions(5000));
        LearnedWorld learned = WorldModelTrainer.Train(log, World, seed: 1, new TrainingSession { Threads = 1 });
        IPolicy scripted = Demonstrator.Find("scripted", world);
        NamedPolicy[] policies = [.. new[] { 1, 0.8, 0.65, 0.5, 0.35, 0.2, 0 }.Select(noise => new NamedPolicy($"{noise}", new NoisyPolicy(scripted, noise, world.Spec)))];
        OffPolicyStudy study = OffPolicyStudy.Run(learned, log, world, policies, Options);
        string numbers = string.Join('\n', study.Policies.Select(p => $"{p.Name}: {p.TrueValue:0.0}, {p.Report.Model!.Value.Value:0.0} {p.Report.Model.Interval}, {p.Report.Fitted!.Value:0.0} {p.Report.Fitted.Interval}, {p.Report.Model.LeftSupportShare:0.00}, {p.Report.Verdict.Words}"));
        Assert.True(study.Model!.RankCorrelation >= 0.9 && study.Model.Regret <= 0.05, $"{study.Model}\n{numbers}");
        Assert.Equal(1, study.Model!.Coverage!.Value, 0.3);
        Assert.True(study.Fitted!.RankCorrelation >= 0.8 && study.Fitted.Regret <= 0.05, $"{study.Fitted}\n{numbers}");
        Assert.Equal(Answer.Better, study.Policies[^1].Report.Verdict.Answer);
    }
}
