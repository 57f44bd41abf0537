namespace WorldGan.Logs;

/// <summary>Whether a log must say what each step earned.</summary>
public enum LoggedRewards
{
    /// <summary>It must; a step without a reward is a fault.</summary>
    Required,

    /// <summary>It need not: what is imitated needs no rewards, and a world can say them by <see cref="Worlds.WorldSpec.RewardIs"/>. A log has them in all of its steps or in none.</summary>
    Optional,
}
