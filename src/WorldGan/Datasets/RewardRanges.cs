using WorldGan.Worlds;

namespace WorldGan.Datasets;

/// <summary>
/// What rewards steps can have: the specification says so, or else the log. Where rewards are learned and the log pays at ends what it pays at no other step, both kinds of steps have ranges of their own.
/// What is imagined and what is learned from it share these.
/// </summary>
/// <param name="GoingOn">Lowest and highest reward of a step after which its episode goes on.</param>
/// <param name="AtEnd">Lowest and highest reward of a step that ends it.</param>
internal readonly record struct RewardRanges(RewardRange GoingOn, RewardRange AtEnd)
{
    /// <exception cref="ArgumentException">The reward is known but its range is not: the log's range would cut off what the log does not show.</exception>
    public static RewardRanges Of(WorldSpec spec, Normalizer normalizer)
    {
        if (spec.RewardIs is not null && spec.RewardRange is null) throw new ArgumentException($"World '{spec.Name}': expected RewardRange beside RewardIs, got none.");
        RewardRange all = spec.RewardRange ?? new RewardRange(normalizer.RewardLow, normalizer.RewardHigh);
        return spec.RewardIs is null && normalizer.RewardsApart is var (goingOn, atEnds) ? new RewardRanges(Narrowed(goingOn), Narrowed(atEnds)) : new RewardRanges(all, all);

        RewardRange Narrowed(RewardRange logged) => new(logged.Low > normalizer.RewardLow ? logged.Low : all.Low, logged.High < normalizer.RewardHigh ? logged.High : all.High);
    }

    /// <summary>Lowest and highest return of what may follow: nothing, steps that all go on, or fewer of them and an end, whose reward is paid once.</summary>
    /// <param name="discount">Of each step after the first, from 0 to 1.</param>
    /// <param name="steps">How many steps there may be; null for any number, with a discount below 1.</param>
    public RewardRange Returns(double discount, int? steps = null)
    {
        if (steps == 0) return default;
        (double sum, double last) = steps is { } count ? Powers(discount, count) : (0, 0);
        (double low, double high) = steps is null ? (GoingOn.Low / (1 - discount), GoingOn.High / (1 - discount)) : (GoingOn.Low * sum, GoingOn.High * sum);
        return new RewardRange(
            Math.Min(0, Math.Min(AtEnd.Low, low + Math.Min(0, last * (AtEnd.Low - GoingOn.Low)))),
            Math.Max(0, Math.Max(AtEnd.High, high + Math.Max(0, last * (AtEnd.High - GoingOn.High)))));
    }

    // 1 + discount + discount² + … of so many steps, and what the last one counts.
    private static (double Sum, double Last) Powers(double discount, int steps)
    {
        double sum = 0, last = 0;
        for (int t = 0; t < steps; t++) sum += last = t == 0 ? 1 : last * discount;
        return (sum, last);
    }
}
