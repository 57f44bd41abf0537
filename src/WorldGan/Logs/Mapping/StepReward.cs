namespace WorldGan.Logs.Mapping;

/// <summary>What a step earned.</summary>
/// <param name="take">What the values of a step come to; null where there are no rewards.</param>
internal sealed class StepReward(RewardTake? take)
{
    private double? _value = take == RewardTake.Sum ? 0 : null;

    /// <summary>Whether it can be told.</summary>
    public bool IsKnown => take is null || _value is not null;

    public void Add(double value) => _value = take == RewardTake.Sum ? _value + value : value;

    /// <summary>The reward of the step that ends here; null where there are none.</summary>
    public double? End()
    {
        double? earned = _value;
        if (take == RewardTake.Sum) _value = 0;
        return take is null ? null : earned;
    }
}
