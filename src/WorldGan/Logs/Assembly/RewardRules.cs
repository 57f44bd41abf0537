namespace WorldGan.Logs.Assembly;

/// <summary>What the steps of one log may say of rewards: all of them have one or, where rewards are optional, none has.</summary>
internal sealed class RewardRules(LoggedRewards rewards)
{
    private bool? _areThere;                               // what the first step said

    /// <summary>Rewards may be missing.</summary>
    public bool AreOptional => rewards == LoggedRewards.Optional;

    /// <summary>Returns the reward of the next step; null where the log has none.</summary>
    /// <exception cref="LogFormatException">It must have one and has none, or the steps before it say otherwise.</exception>
    public double? Next(double? reward, LogPlace place)
    {
        bool isThere = reward is not null;
        if (!isThere && !AreOptional) throw new LogFormatException(place, "'reward' is missing, expected a finite number.");
        if (isThere != (_areThere ??= isThere))
            throw new LogFormatException(place, isThere ? "'reward' is given, expected none as in the steps before." : "'reward' is missing, expected a finite number as in the steps before.");
        return reward;
    }
}
