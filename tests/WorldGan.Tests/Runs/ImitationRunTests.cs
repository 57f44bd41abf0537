using WorldGan.Evaluation;
using WorldGan.Logs;
using WorldGan.Policies;
using WorldGan.Policies.Planning;
using WorldGan.Runs;
using WorldGan.Tests.Evaluation;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Runs;

/// <summary>Runs of a log and of an expert who was not rewarded.</summary>
public sealed class ImitationRunTests : IDisposable
{
    private static readonly RunSettings Settings = new()
    {
        StepsBetweenCheckpoints = 40,
        WorldModel = new WorldModelOptions { Members = 2, MeanWidth = 8, NoiseWidth = 8, HeadWidth = 8, BatchSize = 16, MeanSteps = 100, HeadSteps = 100, AdversarialSteps = 100 },
        Policy = new PolicyOptions { Reward = RewardKind.Imitation, HiddenWidth = 8, BatchSize = 16, Steps = 200, ReplayCapacity = 1000 },
        Evaluation = new EvaluationOptions { Episodes = 3 },
    };

    private static readonly RunSettings Rewarded = Settings with { Policy = Settings.Policy with { Reward = RewardKind.Logged } };

    private readonly TemporaryFolder _temporary = new();

    public ImitationRunTests()
    {
        LogFile.Write(Log, LineWorld.Plain, Enumerable.Range(0, 20).Select(e => Play(e, [.. Enumerable.Range(0, 11).Select(t => t / 10.0)])));
        LogFile.Write(Expert, LineWorld.Plain, Enumerable.Range(0, 2).Select(e => Play(e, [])));
    }

    private string Log => _temporary.File("log.csv");

    private string Expert => _temporary.File("expert.jsonl");

    private RunFolder Folder => new(_temporary.File("run"));

    private RunRequest Request => new() { World = LineWorld.Plain, Logs = [Log], Experts = [Expert], Settings = Settings };

    private static RunSession Session => new() { Time = TimeProvider.System, Threads = 1 };

    [Fact]
    public void World_and_policy_learn_from_the_expert_and_go_on_to_the_same_bytes()
    {
        TrainingRun.Start(Folder, Request, Session);
        RunDescription run = Folder.ReadDescription();
        Assert.Equal((22 * 11, Path.GetFullPath(Expert)), (run.Transitions, Assert.Single(run.Experts)));
        byte[] whole = File.ReadAllBytes(Folder.Policy);
        File.Delete(Folder.Policy);
        TrainingRun.Resume(Folder, Session);
        Assert.Equal(whole, File.ReadAllBytes(Folder.Policy));

        var threads = new RunFolder(_temporary.File("threads"));
        TrainingRun.Start(threads, Request, Session with { Threads = 2 });
        Assert.Equal(whole, File.ReadAllBytes(threads.Policy));
    }

    [Fact]
    public void Logs_and_experts_that_have_moved_are_found_again()
    {
        TrainingRun.Start(Folder, Request with { Goal = RunGoal.World }, Session);
        string moved = _temporary.File("moved.jsonl");
        File.Move(Expert, moved);
        Assert.Contains("expected a log of run", Assert.Throws<FileNotFoundException>(() => TrainingRun.Resume(Folder, Session)).Message);
        TrainingRun.MoveLogs(Folder, [Log], [moved]);
        TrainingRun.TrainPolicy(Folder, Settings, Session);
        Assert.Equal(moved, Assert.Single(Folder.ReadDescription().Experts));
    }

    [Fact]
    public void A_log_without_rewards_is_refused_where_they_are_needed()
    {
        string fault = Assert.Throws<LogFormatException>(() => TrainingRun.Start(Folder, Request with { Logs = [Expert], Experts = [], Settings = Rewarded }, Session)).Message;
        Assert.Equal($"{Expert}(1): 'reward' is missing, expected a finite number.", fault);
        Assert.False(File.Exists(Folder.Description));
    }

    [Fact]
    public void Where_the_world_says_what_a_step_earns_logs_need_no_rewards()
    {
        WorldSpec world = LineWorld.Plain with { RewardIs = "10 * x", RewardRange = new RewardRange(-1, 5) };
        RunRequest request = Request with { World = world, Logs = [Expert], Experts = [], Settings = Rewarded };
        RunResult result = TrainingRun.Start(Folder, request, Session);
        Assert.Equal(12.55, result.Policy.Logged.Mean!.Value, 1e-5);            // 1, 2, 0 and again make 12 in 11 steps, and the second episode has 0.1 more in each
        Assert.Equal(0.1f, (float)Forecasting.Run(Folder, new ForecastRequest { Event = "x > 5", Within = 1, From = "0:1" }, threads: 1).Fans[0].Steps[0].Median);
        var rewarded = new RunFolder(_temporary.File("rewarded"));
        LogFile.Write(Log, world, LogFile.Read(Expert, world, rewards: LoggedRewards.Optional).Select(episode => episode with { Rewards = new double[episode.Count] }), overwrite: true);
        Assert.Equal(result.Policy, TrainingRun.Start(rewarded, request with { Logs = [Log] }, Session).Policy);
    }

    [Fact]
    public void Imitation_and_experts_come_together()
    {
        Assert.Equal("Expected an expert's logs (--expert) for policy.reward=imitation, got none.", Fault(Request with { Experts = [] }));
        Assert.Equal("Expected policy.reward=imitation (--reward imitation) beside an expert's logs, got policy.reward=logged.", Fault(Request with { Settings = Rewarded }));

        string Fault(RunRequest request) => Assert.Throws<InvalidDataException>(() => TrainingRun.Start(Folder, request, Session)).Message;
    }

    [Fact]
    public void A_new_policy_cannot_want_what_the_runs_logs_do_not_have()
    {
        TrainingRun.Start(Folder, Request with { Goal = RunGoal.World }, Session);
        Assert.EndsWith("expected logs with rewards for policy.reward=logged, got at least one without.", Assert.Throws<InvalidDataException>(() => TrainingRun.TrainPolicy(Folder, Rewarded, Session)).Message);
        var other = new RunFolder(_temporary.File("other"));
        TrainingRun.Start(other, Request with { Goal = RunGoal.World, Experts = [], Settings = Rewarded }, Session);
        Assert.Contains("expected a run that began with an expert's logs", Assert.Throws<InvalidDataException>(() => TrainingRun.TrainPolicy(other, Settings, Session)).Message);
    }

    [Fact]
    public void Where_all_logs_have_rewards_a_policy_of_theirs_can_be_learned_in_the_same_world()
    {
        LogFile.Write(Expert, LineWorld.Plain, [Play(0, [.. Enumerable.Range(0, 11).Select(_ => 1.0)])], overwrite: true);
        TrainingRun.Start(Folder, Request, Session);
        byte[] imitating = File.ReadAllBytes(Folder.Policy);
        TrainingRun.TrainPolicy(Folder, Rewarded, Session);
        Assert.NotEqual(imitating, File.ReadAllBytes(Folder.Policy));
    }

    [Fact]
    public void Without_rewards_the_logs_return_is_not_known_and_a_warning_says_why()
    {
        var warnings = new List<string>();
        RunResult result = TrainingRun.Start(Folder, Request with { Goal = RunGoal.World }, Session with { Progress = new Warnings(warnings) });
        Assert.Null(result.Policy.Logged.Mean);
        Assert.Contains("Not all logs have rewards: the learned world gives 0 for every step, and returns in it say nothing.", warnings);
    }

    /// <summary>What would need rewards is left out, and who was imitated is what a policy must be compared with.</summary>
    [Fact]
    public void A_policy_that_imitates_is_put_beside_clones_of_its_expert()
    {
        TrainingRun.Start(Folder, Request, Session);
        RunResult result = TrainingRun.Evaluate(Folder, new EvaluationRequest { Baselines = true }, Session);
        Assert.Equal(["random", "expert-cloned", "expert-greedy-clone"], result.Baselines!.Select(b => b.Name));
        Assert.Null(result.OffPolicy);
        var planner = new NamedPolicy("plan", PolicyChoice.Other("plan", Folder, new PlanningOptions(), 1)!.Policy);
        Assert.EndsWith("expected logs with rewards for a policy that plans, got at least one without.", Assert.Throws<InvalidDataException>(() => TrainingRun.Evaluate(Folder, new EvaluationRequest { Other = planner }, Session)).Message);
    }

    public void Dispose() => _temporary.Dispose();

    private static Episode Play(int number, double[] rewards) => new()
    {
        Id = $"{number}",
        States = [.. Enumerable.Range(0, 12).Select(t => 0.01 * number + 0.1 * (t % 3))],
        Actions = [.. Enumerable.Range(0, 11).Select(t => (t * t + number) % 2)],
        Rewards = rewards,
        Ending = number % 2 == 0 ? Ending.Terminal : Ending.TimeLimit,
    };

    private sealed class Warnings(List<string> messages) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunWarning warning) messages.Add(warning.Message);
        }
    }
}
