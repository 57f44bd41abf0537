using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Evaluation.Futures;
using WorldGan.Policies;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>What a run has learned, in memory and ready to be asked: the world, the policy, and the log that both come from.</summary>
/// <example><code>
/// TrainedRun run = TrainedRun.Open("runs/arm");
/// RolloutBatch futures = run.Imagine(100);
/// Forecast forecast = run.Forecast("height > 1", within: 20);
/// PolicyReport report = run.Evaluate();
/// </code></example>
public sealed class TrainedRun
{
    private readonly Lazy<TransitionSet> _data;

    private TrainedRun(RunFolder folder)
    {
        Folder = folder;
        Description = folder.ReadDescription();
        World = LearnedWorldFile.Read(folder.Expect(folder.World)).World;
        Policy = Description.Goal == RunGoal.Policy || File.Exists(folder.Policy) ? QPolicyFile.Read(folder.Expect(folder.Policy)).Policy : null;
        _data = new(() => RunData.ReadFor(Description, Folder).Transitions);
    }

    /// <summary>The folder of the run.</summary>
    public RunFolder Folder { get; }

    /// <summary>What the run is made of: logs, settings, the world's specification.</summary>
    public RunDescription Description { get; }

    /// <summary>The learned world.</summary>
    public LearnedWorld World { get; }

    /// <summary>The trained policy; null where the run is one of a world alone.</summary>
    public QPolicy? Policy { get; }

    /// <summary>The transitions of the log, read when they are first asked for.</summary>
    /// <exception cref="InvalidDataException">The logs no longer hold what they held when the run began.</exception>
    /// <exception cref="IOException">A log is no longer where it was, or cannot be read.</exception>
    public TransitionSet Data => _data.Value;

    /// <summary>The episodes that the learned world was trained on, and those that it was not, which can tell how good it is.</summary>
    public EpisodeSplit Split => EpisodeSplit.Draw(Data, World.Options.HeldOutShare, Description.Settings.Seed);

    /// <summary>Opens a run that is complete, or whose world and policy are.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <exception cref="InvalidDataException">The run has not learned its world or its policy yet, or a file is damaged.</exception>
    /// <exception cref="IOException">There is no run in the folder, or a file cannot be read.</exception>
    public static TrainedRun Open(string folder) => new(new RunFolder(folder));

    /// <summary>Learns a world and a policy from logs, or goes on where an earlier call was stopped; what is complete is only opened.</summary>
    /// <param name="folder">A new or empty folder, or the one of the same run.</param>
    /// <param name="world">The world that was recorded.</param>
    /// <param name="logs">Paths of the logs, in the order in which they are to be read.</param>
    /// <param name="settings">How to learn; null takes the defaults.</param>
    /// <param name="session">Threads, progress and cancellation; null takes all processors.</param>
    /// <exception cref="IOException">The folder holds something else, or a file cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">The run that is there has another world or other settings, or its logs have changed.</exception>
    /// <exception cref="Logs.LogFormatException">A log holds something that cannot be meant.</exception>
    /// <example><code>
    /// WorldSpec world = WorldSpecFile.Read("worlds/arm/world.json");
    /// TrainedRun run = TrainedRun.Train("runs/new", world, ["arm.csv"], new RunSettings { Seed = 3 });
    /// </code></example>
    public static TrainedRun Train(string folder, WorldSpec world, IReadOnlyList<string> logs, RunSettings? settings = null, RunSession? session = null)
    {
        var at = new RunFolder(folder);
        var request = new RunRequest { World = world, Logs = logs, Settings = settings ?? new RunSettings() };
        if (at.HoldsRun) ExpectSame(at, request);
        if (!File.Exists(at.Scores)) TrainingRun.StartOrResume(at, request, session ?? new RunSession());
        return new TrainedRun(at);
    }

    /// <summary>Imagines whole episodes in the learned world.</summary>
    /// <param name="count">Number of episodes.</param>
    /// <param name="horizon">Most steps of each; null takes the world's step limit, or 1000 where it has none.</param>
    /// <param name="policy">Who acts; null takes the trained policy, or a random one where there is none.</param>
    /// <param name="seed">Episode i is trajectory i of this seed.</param>
    public RolloutBatch Imagine(int count, int? horizon = null, IPolicy? policy = null, ulong seed = 0) =>
        RolloutEngine.Run(World, policy ?? (IPolicy?)Policy ?? new RandomPolicy(World.Spec), StartStates.Episodes(World, count, seed), horizon ?? World.Spec.StepLimit ?? 1000, Environment.ProcessorCount);

    /// <summary>Forecasts an event and the variables of the world under the trained policy; <see cref="Forecasting"/> takes other policies, and plans.</summary>
    /// <param name="condition">The event, such as <c>abs(angle) > 0.2</c>: a condition over the state after a step, its <c>reward</c> and whether it is <c>terminal</c>.</param>
    /// <param name="within">Steps to look ahead.</param>
    /// <param name="from">Where all futures begin: a state as JSON, or <c>episode:step</c> of the log; null begins them where logged episodes began.</param>
    /// <param name="plan">Actions to take instead of the policy's, such as <c>left*3, right</c>.</param>
    /// <exception cref="ArgumentException">The event, the start or the plan is wrong; the message says where.</exception>
    public Forecast Forecast(string condition, int within, string? from = null, string? plan = null) =>
        Forecasting.Run(Folder, new ForecastRequest { Event = condition, Within = within, From = from, Plan = plan, Policy = Policy is null ? PolicyChoice.Random : PolicyChoice.Trained }, Environment.ProcessorCount);

    /// <summary>Plays the trained policy and a random one in the learned world, and in the true one, where there is a simulator.</summary>
    /// <param name="simulator">The true world.</param>
    /// <param name="policy">Another policy in the place of the trained one.</param>
    public PolicyReport Evaluate(IWorld? simulator = null, IPolicy? policy = null) =>
        PolicyReport.Measure(simulator, World, policy ?? Policy, Data, Description.Settings.Evaluation, Environment.ProcessorCount);

    private static void ExpectSame(RunFolder folder, RunRequest request)
    {
        TrainingRun.ExpectSame(folder, request);
        RunData.ReadFor(folder.ReadDescription() with { Logs = request.Logs }, folder);
    }
}
