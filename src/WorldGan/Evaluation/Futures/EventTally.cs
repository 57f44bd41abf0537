using WorldGan.Evaluation.Statistics;
using WorldGan.Rollouts;
using WorldGan.Worlds;
using WorldGan.Worlds.Expressions;

namespace WorldGan.Evaluation.Futures;

/// <summary>When an event happened in each of many futures, or since when that is not known.</summary>
internal sealed class EventTally
{
    private readonly int[,] _happened, _unknown;           // [M, T + 1] futures of a member, by the step at which it happened or they were lost
    private readonly int[] _futures;                       // [M]

    public EventTally(RolloutBatch batch, StepCondition condition, int[] members)
    {
        int count = members.Max() + 1;
        (_happened, _unknown, _futures) = (new int[count, batch.Horizon + 1], new int[count, batch.Horizon + 1], new int[count]);
        for (int row = 0; row < batch.Count; row++)
        {
            _futures[members[row]]++;
            if (FirstStep(batch, row, condition) is { } step) _happened[members[row], step]++;
            else if (LostAt(batch, row) is { } lost) _unknown[members[row], lost]++;
        }

        for (int m = 0; m < count; m++)
            for (int t = 1; t <= batch.Horizon; t++) (_happened[m, t], _unknown[m, t]) = (_happened[m, t] + _happened[m, t - 1], _unknown[m, t] + _unknown[m, t - 1]);
    }

    /// <summary>What each member has seen by a step.</summary>
    public EventCount[] Of(int step) => [.. Enumerable.Range(0, _futures.Length).Select(m => new EventCount(_happened[m, step], _unknown[m, step], _futures[m]))];

    /// <summary>The probability that it has happened by a step.</summary>
    public EventByStep By(int step)
    {
        EventCount[] members = Of(step);
        int happened = members.Sum(m => m.Happened), unknown = members.Sum(m => m.Unknown), known = members.Sum(m => m.Futures) - unknown;
        double low = Proportion.Interval90(members.Select(m => (m.Happened, m.Futures))).Low;
        double high = Proportion.Interval90(members.Select(m => (m.Happened + m.Unknown, m.Futures))).High;
        return new EventByStep(step, known > 0 ? (double)happened / known : null, new Interval(low, high), unknown);
    }

    private static int? FirstStep(RolloutBatch batch, int row, StepCondition condition)
    {
        for (int t = 0; t < batch.Lengths[row]; t++)
        {
            int step = row * batch.Horizon + t;
            Ending ending = t == batch.Lengths[row] - 1 ? batch.Endings[row] : Ending.None;
            if (condition.Holds(batch.State(row, t + 1), batch.Actions[step], batch.Rewards[step], ending)) return t + 1;
        }

        return null;
    }

    /// <summary>The step from which on nothing is known; an invalid one is not among the row's steps.</summary>
    private static int? LostAt(RolloutBatch batch, int row) => batch.Endings[row] switch
    {
        Ending.LeftSupport => batch.Lengths[row],
        Ending.Invalid => batch.Lengths[row] + 1,
        _ => null,
    };
}
