using WorldGan.Worlds;

namespace WorldGan.Datasets;

/// <summary>What rewards a step can have: the specification says so, or else the log. What is imagined and what is learned from it share this range.</summary>
internal static class RewardRanges
{
    /// <summary>Lowest and highest reward of a step.</summary>
    /// <exception cref="ArgumentException">The reward is known but its range is not: the log's range would cut off what the log does not show.</exception>
    public static RewardRange Of(WorldSpec spec, Normalizer normalizer)
    {
        if (spec.RewardRange is { } range) return range;
        if (spec.RewardIs is not null) throw new ArgumentException($"World '{spec.Name}': expected RewardRange beside RewardIs, got none.");
        return new RewardRange(normalizer.RewardLow, normalizer.RewardHigh);
    }

    /// <summary>Lowest and highest reward of a step after which its episode goes on: those of the log where it has lower ones, or higher ones, only at ends, and rewards are learned from it.</summary>
    public static RewardRange GoingOn(WorldSpec spec, Normalizer normalizer)
    {
        RewardRange all = Of(spec, normalizer);
        if (spec.RewardIs is not null || normalizer.RewardsGoingOn is not { } logged) return all;
        return new RewardRange(logged.Low > normalizer.RewardLow ? logged.Low : all.Low, logged.High < normalizer.RewardHigh ? logged.High : all.High);
    }
}
