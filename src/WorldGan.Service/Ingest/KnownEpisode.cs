using System.Collections.Immutable;

namespace WorldGan.Service.Ingest;

/// <summary>Which steps of an episode are in the log. Almost always those from 0 on without a gap.</summary>
/// <param name="Next">One more than the last step.</param>
/// <param name="HasEnded">Whether the last step ended the episode.</param>
/// <param name="FirstContent">Content of the first step that is there, which tells an episode from another one of the same name.</param>
/// <param name="Gaps">Steps below <paramref name="Next"/> that are not there, in order; null where there are none.</param>
internal readonly record struct KnownEpisode(int Next, bool HasEnded, ulong FirstContent, ImmutableList<StepRange>? Gaps)
{
    /// <summary>The first step that is there.</summary>
    public int First => Gaps is [var gap, ..] && gap.From == 0 ? gap.To : 0;

    /// <summary>Takes a piece apart into runs of steps that are all there or all missing.</summary>
    public IEnumerable<(StepRange Steps, bool IsThere)> Runs(StepRange piece)
    {
        int from = piece.From;
        while (from < piece.To)
        {
            (bool isThere, int until) = Look(from);
            int to = Math.Min(until, piece.To);
            yield return (new StepRange(from, to), isThere);
            from = to;
        }
    }

    /// <summary>The same with further steps, which were missing.</summary>
    public KnownEpisode With(StepRange steps, bool ends, ulong firstContent)
    {
        ulong first = Next == 0 || steps.From < First ? firstContent : FirstContent;
        if (steps.From < Next) return this with { FirstContent = first, Gaps = Without(steps) };
        ImmutableList<StepRange>? gaps = steps.From == Next ? Gaps : (Gaps ?? []).Add(new StepRange(Next, steps.From));
        return new KnownEpisode(steps.To, ends, first, gaps);
    }

    private (bool IsThere, int Until) Look(int step)
    {
        if (step >= Next) return (false, int.MaxValue);
        foreach (StepRange gap in Gaps ?? [])
        {
            if (step < gap.From) return (true, gap.From);
            if (step < gap.To) return (false, gap.To);
        }

        return (true, Next);
    }

    private ImmutableList<StepRange>? Without(StepRange steps)
    {
        ImmutableList<StepRange> left = [.. Gaps!.SelectMany(gap => gap.Minus(steps))];
        return left.IsEmpty ? null : left;
    }
}

/// <summary>Steps of an episode.</summary>
/// <param name="From">The first of them.</param>
/// <param name="To">One more than the last.</param>
internal readonly record struct StepRange(int From, int To)
{
    /// <summary>What is left of a gap when steps within it, or none of it, have come.</summary>
    public IEnumerable<StepRange> Minus(StepRange steps)
    {
        if (steps.From >= To || steps.To <= From) return [this];
        return new[] { new StepRange(From, steps.From), new StepRange(steps.To, To) }.Where(range => range.From < range.To);
    }
}
