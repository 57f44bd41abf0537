using WorldGan.Evaluation.Statistics;

namespace WorldGan.Evaluation.Futures;

/// <summary>What is to come in a world under a policy, as far as the world can tell.</summary>
/// <param name="Event">The event that was asked for.</param>
/// <param name="Horizon">Steps that were looked ahead.</param>
/// <param name="Futures">Number of futures.</param>
/// <param name="Steps">The event's probability by step, from step 1 to the horizon.</param>
/// <param name="Members">How often each member of the world has seen the event within the horizon; one entry for a world that has no members.</param>
/// <param name="Endings">How the futures ended.</param>
/// <param name="Fans">Where each variable lies by step; categories, which have no order, have none.</param>
public sealed record Forecast(
    string Event, int Horizon, int Futures, IReadOnlyList<EventByStep> Steps, IReadOnlyList<EventCount> Members, FutureEndings Endings, IReadOnlyList<Fan> Fans)
{
    /// <summary>The event within the whole horizon.</summary>
    public EventByStep Within => Steps[^1];
}

/// <summary>The probability that an event has happened by a step.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Probability">Share of the futures in which it happened, those of which that is not known left out; null where it is known of none.</param>
/// <param name="Interval">
/// 90 % interval of the probability: sampling and disagreement of the members (<see cref="Proportion"/>). Futures of which it is not known count at the lower end as if the event
/// never came, at the upper end as if it had come.
/// </param>
/// <param name="Unknown">Futures that left what the log knows, or met a step that is not finite, before the event had happened.</param>
public sealed record EventByStep(int Step, double? Probability, Interval Interval, int Unknown);

/// <summary>How often an event was seen.</summary>
/// <param name="Happened">Futures in which it happened.</param>
/// <param name="Unknown">Futures in which it had not when they were lost.</param>
/// <param name="Futures">All futures.</param>
public readonly record struct EventCount(int Happened, int Unknown, int Futures);

/// <summary>How many futures ended in which way.</summary>
/// <param name="Terminal">A true end.</param>
/// <param name="TimeLimit">The step limit of the world.</param>
/// <param name="LeftSupport">The learned world no longer knew.</param>
/// <param name="Invalid">A step was not finite.</param>
/// <param name="Horizon">None of these: they ran to the horizon.</param>
public sealed record FutureEndings(int Terminal, int TimeLimit, int LeftSupport, int Invalid, int Horizon);

/// <summary>Where a variable lies in the futures, step by step.</summary>
/// <param name="Variable">Name of the variable.</param>
/// <param name="Unit">Its unit, where it has one.</param>
/// <param name="Steps">From the start, step 0, on; it ends where no future goes on.</param>
public sealed record Fan(string Variable, string? Unit, IReadOnlyList<FanStep> Steps);

/// <summary>Quantiles of a variable after a step, over the futures that have come so far. Angles are followed past ±π.</summary>
/// <param name="Step">Steps since the start.</param>
/// <param name="Futures">Futures that have come so far.</param>
/// <param name="Q05">5 % lie below.</param>
/// <param name="Q25">25 % lie below.</param>
/// <param name="Median">Half lie below.</param>
/// <param name="Q75">75 % lie below.</param>
/// <param name="Q95">95 % lie below.</param>
public sealed record FanStep(int Step, int Futures, double Q05, double Q25, double Median, double Q75, double Q95);
