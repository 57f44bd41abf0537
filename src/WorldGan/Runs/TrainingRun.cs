using WorldGan.Logs;
using WorldGan.Policies;

namespace WorldGan.Runs;

/// <summary>
/// A run from logs to scores: learn the world, learn the policy, score both. It can be stopped anywhere, also by killing the process, and goes on to the
/// same bytes.
/// </summary>
/// <example><code>
/// var folder = new RunFolder("runs/other");
/// var request = new RunRequest { World = WorldSpecFile.Read("worlds/arm/world.json"), Logs = ["arm.csv"], Settings = new RunSettings { Seed = 3 } };
/// RunResult result = TrainingRun.StartOrResume(folder, request, new RunSession { Threads = 2 });
/// Console.WriteLine(result.World.OneStepRmse);
/// </code></example>
public static class TrainingRun
{
    private static readonly string Version = typeof(TrainingRun).Assembly.GetName().Version!.ToString(3);

    /// <summary>Begins a new run and carries it to its end.</summary>
    /// <param name="folder">A new or an empty folder; the run's logs may lie in it.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="session">Threads, progress and cancellation.</param>
    /// <exception cref="IOException">The folder holds a run or something else, another process works there, or a file cannot be read or written.</exception>
    /// <exception cref="LogFormatException">A log holds something that cannot be meant.</exception>
    /// <exception cref="OperationCanceledException">The session was cancelled; <see cref="Resume"/> goes on.</exception>
    public static RunResult Start(RunFolder folder, RunRequest request, RunSession session)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(session);
        ExpectExperts(request);
        session.Engine.Expect(request.Settings.WorldModel);
        if (request.Goal == RunGoal.Policy) session.Engine.Expect(request.Settings.Policy);
        string[] logs = [.. request.Logs.Select(Path.GetFullPath)], experts = [.. request.Experts.Select(Path.GetFullPath)];
        folder.ExpectEmpty([.. logs, .. experts]);
        RunData data = RunData.Read(request.World, logs, experts, request.Settings.RewardsFor(request.World), notice => Report(session, notice));
        Announce(data, request.Settings, session);
        using IDisposable _ = folder.Lock();
        folder.ExpectEmpty([.. logs, .. experts]);
        var description = new RunDescription
        {
            Version = Version,
            Goal = request.Goal,
            Logs = logs,
            Experts = experts,
            DataHash = data.Hash,
            Transitions = data.Transitions.Count,
            Device = DeviceOf(session),
            Settings = request.Settings.Resolved(),
            World = request.World,
        };
        RunDescriptionFile.Write(folder.Description, description);
        return new RunStages(folder, description, data, session).Complete();
    }

    /// <summary>Begins a run, or goes on with the one that is there, which must be the one that is asked for.</summary>
    /// <inheritdoc cref="Start"/>
    /// <exception cref="InvalidDataException">The run that is there has another world, goal or other settings.</exception>
    public static RunResult StartOrResume(RunFolder folder, RunRequest request, RunSession session)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(request);
        if (!folder.HoldsRun) return Start(folder, request, session);
        ExpectSame(folder, request);
        return Resume(folder, session);
    }

    /// <summary>Makes sure that the run in a folder is the one that is asked for.</summary>
    /// <exception cref="InvalidDataException">It has another world, goal or other settings.</exception>
    /// <exception cref="IOException">There is no run in the folder.</exception>
    public static void ExpectSame(RunFolder folder, RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(request);
        RunDescription there = folder.ReadDescription();
        if (there.Goal != request.Goal || there.Settings != request.Settings.Resolved() || !there.World.Equals(request.World))
            throw new InvalidDataException($"{folder.Path}: expected a run of the world, the goal and the settings that are asked for, got another. Take it away, or choose another folder.");
    }

    /// <summary>Goes on with a run where it stopped; a run that is complete is scored again.</summary>
    /// <exception cref="IOException">There is no run in the folder, another process works on it, or a file cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">The logs are no longer those of the run, or a file of the run is not the run's.</exception>
    /// <exception cref="OperationCanceledException">The session was cancelled; calling this again goes on.</exception>
    public static RunResult Resume(RunFolder folder, RunSession session) => Open(folder, session, stages => stages.Complete(), learns: true);

    /// <summary>Tells a run where its logs have moved to, and it remembers.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="logs">All of its logs, in the order in which it began with them.</param>
    /// <exception cref="InvalidDataException">The logs hold other data than those of the run.</exception>
    /// <exception cref="IOException">There is no run in the folder, another process works on it, or a log cannot be read.</exception>
    /// <param name="experts">All of its expert's logs, likewise; null leaves them where they are.</param>
    public static void MoveLogs(RunFolder folder, IReadOnlyList<string> logs, IReadOnlyList<string>? experts = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        RunDescription moved = folder.ReadDescription() with { Logs = [.. logs.Select(Path.GetFullPath)] };
        if (experts is not null) moved = moved with { Experts = [.. experts.Select(Path.GetFullPath)] };
        using IDisposable _ = folder.Lock();
        RunData.ReadFor(moved, folder);
        RunDescriptionFile.Write(folder.Description, moved);
    }

    /// <summary>Learns the policy of a run anew, or for the first time, in the world that the run has learned.</summary>
    /// <param name="folder">The folder of a run with a learned world.</param>
    /// <param name="settings">How the policy is to be learned and scored.</param>
    /// <param name="session">Threads, progress and cancellation.</param>
    /// <exception cref="InvalidDataException">The run has no learned world yet, or one of other settings, or the logs have changed.</exception>
    public static RunResult TrainPolicy(RunFolder folder, RunSettings settings, RunSession session)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Open(folder, session, stages => stages.WithNewPolicy(settings).Complete(), learns: true);
    }

    /// <summary>Scores what a run has made.</summary>
    /// <param name="folder">The folder of a run that has learned a world.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="session">Threads, progress and cancellation.</param>
    /// <exception cref="InvalidDataException">The run has no learned world yet, or the logs have changed, or have no rewards where they are needed.</exception>
    public static RunResult Evaluate(RunFolder folder, EvaluationRequest request, RunSession session)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Open(folder, session, stages => stages.Score(request));
    }

    private static RunResult Open(RunFolder folder, RunSession session, Func<RunStages, RunResult> go, bool learns = false)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(session);
        RunDescription description = folder.ReadDescription();
        using IDisposable _ = folder.Lock();
        RunData data = RunData.ReadFor(description, folder, notice => Report(session, notice));
        if (description.Version != Version)
            session.Progress?.Report(new RunWarning($"The run was begun by version {description.Version} and goes on in version {Version}: its bytes are those of neither."));
        Announce(data, description.Settings, session);
        if (learns && description.Device != DeviceOf(session)) RunDescriptionFile.Write(folder.Description, description = description with { Device = DeviceOf(session) });
        return go(new RunStages(folder, description, data, session));
    }

    private static string? DeviceOf(RunSession session) => session.Engine.Device == CpuEngine.DeviceName ? null : session.Engine.Device;

    private static void ExpectExperts(RunRequest request)
    {
        bool imitates = request.Settings.Policy.Reward == RewardKind.Imitation, areThere = request.Experts.Count > 0;
        if (imitates && !areThere) throw new InvalidDataException("Expected an expert's logs (--expert) for policy.reward=imitation, got none.");
        if (!imitates && areThere) throw new InvalidDataException("Expected policy.reward=imitation (--reward imitation) beside an expert's logs, got policy.reward=logged.");
    }

    private static void Report(RunSession session, LogNotice notice) => session.Progress?.Report(new RunWarning(notice.ToString()));

    private static void Announce(RunData data, RunSettings settings, RunSession session)
    {
        session.Progress?.Report(new DataWasRead(data.Transitions.Count, data.Transitions.EpisodeCount));
        foreach (string warning in data.Warnings.Concat(DataWarnings.Of(data.Transitions, settings.WorldModel.HeldOutShare))) session.Progress?.Report(new RunWarning(warning));
    }
}
