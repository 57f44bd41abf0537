using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Evaluation.OffPolicy;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Planning;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>The stages of one run, each skipped where its result is there and fits.</summary>
internal sealed class RunStages(RunFolder folder, RunDescription run, RunData logged, RunSession session)
{
    private const int EpisodesOfTruth = 2000;

    private readonly TransitionSet _data = logged.Transitions;
    private readonly StageClock _clock = new(folder, session.Time);
    private readonly Provenance _provenance = new(run.DataHash, run.Transitions, run.Settings.Seed);

    private BaselineFiles Files => new(folder, run, session);

    /// <summary>Does what is left to do.</summary>
    public RunResult Complete()
    {
        ExpectSimulator();
        if (!File.Exists(folder.World)) session.Engine.Expect(run.Settings.WorldModel);
        if (run.Goal == RunGoal.Policy) session.Engine.Expect(run.Settings.Policy);
        LearnedWorld world = LearnWorld();
        QPolicy? policy = run.Goal == RunGoal.Policy ? LearnPolicy(world) : null;
        RunResult result = Save(Measure(world, policy, run.Settings.Evaluation));
        if (Directory.Exists(folder.Checkpoints)) Directory.Delete(folder.Checkpoints, recursive: true);
        return result;
    }

    /// <summary>Scores what is there.</summary>
    public RunResult Score(EvaluationRequest request)
    {
        QPolicy? policy = ReadPolicy();
        if (policy is not null && !IsOfThisRun(policy))
            throw new InvalidDataException($"{folder.Policy}: expected the policy of the run's settings, got that of earlier ones, since learning the new one was stopped. Go on with it by --resume.");
        if (!_data.HasRewards && (request.OffPolicyStudy || request.Other?.Policy is PlanningPolicy))
            throw new InvalidDataException($"{folder.Path}: expected logs with rewards for {(request.OffPolicyStudy ? "evaluation from the log alone" : "a policy that plans")}, got at least one without.");
        LearnedWorld world = ReadWorld();
        EvaluationOptions options = request.Options ?? run.Settings.Evaluation;
        RunResult result = Describe(Measure(world, request.Other?.Policy ?? policy, options), request.Other);
        return Save(result with
        {
            Study = request.Study == StudyScope.None ? null : Study(world, options, request.Study),
            Baselines = request.Baselines ? Compare(world, options) : null,
            OffPolicy = EvaluateOffPolicy(world, request.Other?.Policy ?? policy, options),
            OffPolicyStudy = request.OffPolicyStudy ? TryOffPolicy(world, policy, options) : null,
        });
    }

    private IReadOnlyList<ComparedPolicy> Compare(LearnedWorld world, EvaluationOptions options)
    {
        IReadOnlyList<NamedPolicy> policies = new PolicyBaselines(run, logged, _provenance, Files).ReadOrLearn();
        session.Progress?.Report(new StageBegan(RunStage.Scores, IsSkipped: false, "playing the baselines"));
        return [.. policies.Select(policy => new ComparedPolicy(policy.Name, TrueWorld() is { } truth ? Play(truth, policy.Policy) : null, Play(world, policy.Policy)))];

        EpisodeScores Play(IWorld where, IPolicy policy) => EpisodeScores.Play(where, policy, options, session.Threads, session.Cancellation);
    }

    /// <summary>A policy that plans is asked only as often as it is played: it takes its time. Without rewards nobody can say what a policy is worth.</summary>
    private OffPolicyReport? EvaluateOffPolicy(LearnedWorld world, IPolicy? policy, EvaluationOptions options)
    {
        if (policy is null || !_data.HasRewards) return null;
        session.Progress?.Report(new StageBegan(RunStage.Scores, IsSkipped: false, "from the log alone"));
        OffPolicyOptions how = policy is PlanningPolicy ? options.OffPolicy with { FittedNetworks = 0, MostEpisodes = options.Episodes } : options.OffPolicy;
        OffPolicyReport report = OffPolicyReport.Measure(world, policy, _data, options.HorizonWithoutStepLimit, how, options.Seed, session.Threads, session.Cancellation);
        return policy is PlanningPolicy ? report with { Verdict = Verdict.OfPlanner } : report;
    }

    /// <summary>Many more episodes than are scored, since what they tell is taken for the truth.</summary>
    private OffPolicyStudy TryOffPolicy(LearnedWorld world, QPolicy? policy, EvaluationOptions options)
    {
        IWorld truth = TrueWorld() ?? throw new InvalidDataException($"World '{_data.Spec.Name}': expected a simulator, which tells what policies are worth, got none.");
        NamedPolicy? scripted = session.Policies.Count > 0 ? session.Policies[^1] : null;
        NamedPolicy[] best = [.. new[] { scripted, policy is null ? null : new NamedPolicy("trained", policy) }.OfType<NamedPolicy>()];
        session.Progress?.Report(new StageBegan(RunStage.Scores, IsSkipped: false, "trying evaluation from the log alone"));
        return OffPolicyStudy.Run(world, _data, truth, PolicyLadder.Down(best, _data.Spec), options with { Episodes = Math.Max(options.Episodes, EpisodesOfTruth) }, session.Threads, session.Cancellation);
    }

    private StudyReport Study(LearnedWorld world, EvaluationOptions options, StudyScope scope)
    {
        IReadOnlyList<(string, LearnedWorld)> baselines =
            scope == StudyScope.WorldAndBaselines ? new WorldBaselines(run, _data, _provenance, Files).ReadOrLearn() : [];
        session.Progress?.Report(new StageBegan(RunStage.Scores, IsSkipped: false, "studying the world"));
        EpisodeSplit split = EpisodeSplit.Draw(_data, run.Settings.WorldModel.HeldOutShare, run.Settings.Seed);
        var sources = new StudyOptions { Truth = TrueWorld(), Policies = session.Policies, Threads = session.Threads, Cancellation = session.Cancellation };
        return new WorldModelStudy(_data, split, sources with { Episodes = options with { Episodes = Math.Max(options.Episodes, sources.Episodes.Episodes) } }).Report(world, baselines);
    }

    /// <summary>The same run with the policy still to be learned. An earlier one stays until its successor is written.</summary>
    /// <param name="settings">New settings of policy and evaluation; those of the world must be the run's.</param>
    public RunStages WithNewPolicy(RunSettings settings)
    {
        ReadWorld();
        settings = settings.Resolved();
        if (settings.Seed != run.Settings.Seed || settings.WorldModel != run.Settings.WorldModel)
            throw new InvalidDataException($"{folder.Path}: expected the seed and world-model settings of the learned world, got others. Train a new world with --out.");
        ExpectRewards(settings);
        RunDescription changed = run with { Goal = RunGoal.Policy, Settings = settings };
        bool isSame = run.Goal == RunGoal.Policy && settings.Policy == run.Settings.Policy.Resolved();
        if (!isSame) ForgetTraining();
        RunDescriptionFile.Write(folder.Description, changed);
        return new RunStages(folder, changed, logged, session);
    }

    private LearnedWorld LearnWorld()
    {
        bool isThere = File.Exists(folder.World);
        session.Progress?.Report(new StageBegan(RunStage.World, isThere));
        if (isThere) return ReadWorld();
        LearnedWorld world = Train(RunStage.World, around => session.Engine.TrainWorld(_data, run.Settings.WorldModel, run.Settings.Seed, around));
        LearnedWorldFile.Write(folder.World, world, _provenance);
        return world;
    }

    private QPolicy LearnPolicy(LearnedWorld world)
    {
        QPolicy? earlier = ReadPolicy();
        bool isThere = earlier is not null && IsOfThisRun(earlier);
        session.Progress?.Report(new StageBegan(RunStage.Policy, isThere));
        if (isThere) return earlier!;
        QPolicy policy = Train(RunStage.Policy, around => session.Engine.TrainPolicy(PolicyWorld(world), _data, run.Settings.Policy, run.Settings.Seed, around, run.Settings.Policy.Reward == RewardKind.Imitation ? logged.Experts : null));
        File.Delete(folder.Scores);                        // they are those of the earlier policy
        QPolicyFile.Write(folder.Policy, policy, _provenance);
        return policy;
    }

    /// <summary>Where the policy's transitions are made.</summary>
    private IWorld? PolicyWorld(LearnedWorld world) => run.Settings.Policy.Source switch
    {
        PolicySource.Imagination => world,
        PolicySource.Simulator => TrueWorld(),
        _ => null,
    };

    /// <summary>Before the world is learned, not after.</summary>
    private void ExpectSimulator()
    {
        if (run.Goal == RunGoal.Policy && run.Settings.Policy.Source == PolicySource.Simulator && session.Simulator is null)
            throw new InvalidDataException($"World '{_data.Spec.Name}': expected a simulator for policy.source=simulator, got none.");
    }

    private void ExpectRewards(RunSettings settings)
    {
        bool imitates = settings.Policy.Reward == RewardKind.Imitation;
        if (imitates && logged.Experts is null)
            throw new InvalidDataException($"{folder.Path}: expected a run that began with an expert's logs for policy.reward=imitation, got one without. Begin a new run with --expert.");
        if (!imitates && !_data.HasRewards)
            throw new InvalidDataException($"{folder.Path}: expected logs with rewards for policy.reward=logged, got at least one without.");
    }

    private T Train<T>(RunStage stage, Func<TrainingSession, T> train)
    {
        using var metrics = new MetricsFile(folder.Metrics);
        _clock.Start();
        try
        {
            return train(new TrainingSession
            {
                Threads = session.Threads,
                Cancellation = session.Cancellation,
                CheckpointFolder = folder.Checkpoints,
                StepsBetweenCheckpoints = run.Settings.StepsBetweenCheckpoints,
                Progress = new StageProgress(stage, metrics, _clock, session.Progress),
            });
        }
        finally
        {
            _clock.Stop(stage);
        }
    }

    private RunResult Measure(LearnedWorld world, IPolicy? policy, EvaluationOptions options)
    {
        session.Progress?.Report(new StageBegan(RunStage.Scores, IsSkipped: false));
        WorldModelReport worldReport = WorldModelReport.Measure(world, _data, run.Settings.Seed);
        PolicyReport policyReport = PolicyReport.Measure(TrueWorld(), world, policy, _data, options, session.Threads, session.Cancellation);
        return new RunResult(folder, run, worldReport, policyReport, Study: null) { Warnings = TrainingWarnings.Read(folder.Metrics) };
    }

    private RunResult Describe(RunResult result, NamedPolicy? other) =>
        other is null ? result : result with { PolicyName = $"policy '{other.Name}'", Scores = folder.ScoresOf(other.Name) };

    private RunResult Save(RunResult result)
    {
        RunScoresFile.Write(result.Scores, RunScores.Of(result, _clock.Seconds));
        return result;
    }

    /// <summary>The simulator with the rows of the run's world.</summary>
    private IWorld? TrueWorld() => session.Simulator is { } simulator && _data.Spec.History is { } history ? new HistoryWorld(simulator, history) : session.Simulator;

    private LearnedWorld ReadWorld()
    {
        (LearnedWorld world, Provenance provenance) = LearnedWorldFile.Read(folder.Expect(folder.World));
        Expect(folder.World, provenance, world.Spec.Equals(_data.Spec) && world.Options == run.Settings.WorldModel);
        return world;
    }

    /// <summary>The policy that is there, which may be one of earlier settings; null where there is none.</summary>
    private QPolicy? ReadPolicy()
    {
        if (!File.Exists(folder.Policy)) return null;
        (QPolicy policy, Provenance provenance) = QPolicyFile.Read(folder.Policy);
        Expect(folder.Policy, provenance, policy.Spec.Equals(_data.Spec));
        return policy;
    }

    private bool IsOfThisRun(QPolicy policy) => policy.Options == run.Settings.Policy.Resolved();

    private void Expect(string path, Provenance provenance, bool fits)
    {
        if (fits && provenance == _provenance) return;
        throw new InvalidDataException($"{path}: expected what this run's data, seed and settings give, got a file of another run. Take it away to learn it again.");
    }

    private void ForgetTraining()
    {
        if (Directory.Exists(folder.Checkpoints)) foreach (string checkpoint in Directory.GetFiles(folder.Checkpoints, "policy*")) File.Delete(checkpoint);
        MetricsFile.Forget(folder.Metrics, "policy");
        _clock.Restart(RunStage.Policy);
    }
}
