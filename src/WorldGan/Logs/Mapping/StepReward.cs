namespace WorldGan.Logs.Mapping;

/// <summary>What a step earned.</summary>
/// <param name="take">What the values of a step come to; null where there are no rewards.</param>
internal sealed class StepReward(RewardTake? take)
{
    private double? _value = take == RewardTake.Sum ? 0 : null;

    /// <summary>Whether it can be told.</summary>
    public bool IsKnown => take is null || _value is not null;

    /// <summary>What came is of another episode than what follows.</summary>
    public void Forget() => _value = take == RewardTake.Sum ? 0 : null;

    public void Add(double value) => _value = take == RewardTake.Sum ? _value + value : value;

    /// <summary>The reward of a step that is over, with what has come behind it: the end of its episode came late.</summary>
    public double With(double reward) => take == RewardTake.Sum ? reward + _value!.Value : _value!.Value;

    /// <summary>The reward of the step that ends here; null where there are none.</summary>
    public double? End()
    {
        double? earned = _value;
        if (take == RewardTake.Sum) _value = 0;
        return take is null ? null : earned;
    }
}
