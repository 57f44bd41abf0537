using WorldGan.Worlds;

namespace WorldGan.Datasets;

/// <summary>
/// What rewards steps can have: the specification says so, or else the log. Where rewards are learned and <see cref="Normalizer.RewardsApart">ends pay apart</see>, both kinds of steps have ranges of their own.
/// What is imagined and what is learned from it share these.
/// </summary>
/// <param name="GoingOn">Lowest and highest reward of a step after which its episode goes on.</param>
/// <param name="AtEnd">Lowest and highest reward of a step that ends it.</param>
internal readonly record struct RewardRanges(RewardRange GoingOn, RewardRange AtEnd)
{
    /// <exception cref="ArgumentException">The reward is known but its range is not.</exception>
    public static RewardRanges Of(WorldSpec spec, Normalizer normalizer)
    {
        RewardRange all = spec.RewardIs is not null ? spec.KnownRewardRange : spec.RewardRange ?? new RewardRange(normalizer.RewardLow, normalizer.RewardHigh);
        return spec.RewardIs is not null || normalizer.RewardsApart is not { } apart ? new RewardRanges(all, all)
            : spec.RewardRange is null ? apart
            : new RewardRanges(Stated(apart.GoingOn), Stated(apart.AtEnd));

        // The kind of step that has the log's lowest reward, or its highest, may have what is stated; the other keeps to what it was logged with.
        RewardRange Stated(RewardRange logged) => new(
            logged.Low == normalizer.RewardLow ? all.Low : Math.Clamp(logged.Low, all.Low, all.High),
            logged.High == normalizer.RewardHigh ? all.High : Math.Clamp(logged.High, all.Low, all.High));
    }

    /// <summary>Lowest and highest return of what may follow: nothing, steps that all go on, or fewer of them and an end, whose reward is paid once.</summary>
    /// <param name="discount">Of each step after the first, from 0 to 1.</param>
    /// <param name="steps">How many steps there may be; null for any number, with a discount below 1.</param>
    public RewardRange Returns(double discount, int? steps = null)
    {
        if (steps == 0) return default;
        double last = steps is null ? 0 : 1;                // what the last step counts
        for (int t = 1; t < steps; t++) last *= discount;
        return new RewardRange(
            Math.Min(0, Math.Min(AtEnd.Low, Sum(GoingOn.Low) + Math.Min(0, last * (AtEnd.Low - GoingOn.Low)))),
            Math.Max(0, Math.Max(AtEnd.High, Sum(GoingOn.High) + Math.Max(0, last * (AtEnd.High - GoingOn.High)))));

        double Sum(double reward) => discount < 1 ? reward * (1 - discount * last) / (1 - discount) : reward * steps!.Value;
    }
}
