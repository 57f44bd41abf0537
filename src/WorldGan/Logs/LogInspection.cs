using WorldGan.Logs.Inspection;
using WorldGan.Worlds;

namespace WorldGan.Logs;

/// <summary>What a log holds, and a draft of the world that it was recorded from.</summary>
/// <example><code>
/// LogInspection log = LogInspection.Inspect("arm.csv");
/// foreach (string warning in log.Warnings) Console.WriteLine(warning);
/// WorldSpecFile.Write("draft.json", log.Draft);
/// </code></example>
public sealed record LogInspection
{
    /// <summary>
    /// The world as far as the log tells: names, kinds, actions, step limit. Lows and highs of states and rewards stay open: what was observed is in
    /// <see cref="State"/> and <see cref="Rewards"/>, what is possible only its maker knows.
    /// </summary>
    public required WorldSpec Draft { get; init; }

    /// <summary>Episodes and steps.</summary>
    public required LogTally Tally { get; init; }

    /// <summary>Whether the log says what steps earned.</summary>
    public required bool HasRewards { get; init; }

    /// <summary>Sums of rewards of episodes, undiscounted; zeros where there are no episodes.</summary>
    public required ObservedRange Returns { get; init; }

    /// <summary>Rewards of steps; zeros where the log has none.</summary>
    public required ObservedRange Rewards { get; init; }

    /// <summary>How the episodes end.</summary>
    public required ObservedEndings Endings { get; init; }

    /// <summary>[S] each state variable's values.</summary>
    public required IReadOnlyList<ObservedVariable> State { get; init; }

    /// <summary>[A] how often each action was taken.</summary>
    public required IReadOnlyList<ObservedAction> Actions { get; init; }

    /// <summary>What to look at before learning from this log, as sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Inspects a log of an unknown world.</summary>
    /// <exception cref="LogFormatException">The log holds something that cannot be meant.</exception>
    public static LogInspection Inspect(string path, Action<LogNotice>? notices = null)
    {
        LogShape shape = LogShapes.Find(path);
        return LogInspector.Inspect(LogFile.Read(path, shape.Spec, notices, LoggedRewards.Optional), shape, drafts: true);
    }

    /// <summary>Inspects a log of a known world, which is also the draft.</summary>
    /// <exception cref="LogFormatException">The log holds something that cannot be meant.</exception>
    public static LogInspection Inspect(string path, WorldSpec spec, Action<LogNotice>? notices = null) =>
        LogInspector.Inspect(LogFile.Read(path, spec, notices, LoggedRewards.Optional), new LogShape(spec, []), drafts: false);
}

/// <summary>Mean, lowest and highest of what a log holds.</summary>
public readonly record struct ObservedRange(double Mean, double Low, double High);

/// <summary>How many episodes of a log end in which way.</summary>
/// <param name="Terminal">With a true end.</param>
/// <param name="Truncated">Cut by a limit.</param>
/// <param name="Stopped">Neither: their record simply stops.</param>
public readonly record struct ObservedEndings(int Terminal, int Truncated, int Stopped);

/// <summary>The values of a state variable in a log.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Kind">What its values look like, or what the world says they are.</param>
/// <param name="Values">Mean, lowest and highest.</param>
public sealed record ObservedVariable(string Name, VariableKind Kind, ObservedRange Values);

/// <summary>How often an action was taken.</summary>
/// <param name="Name">The action.</param>
/// <param name="Steps">Steps in which it was taken.</param>
/// <param name="Share">Its part of all steps, 0 to 1.</param>
public sealed record ObservedAction(string Name, long Steps, double Share);
