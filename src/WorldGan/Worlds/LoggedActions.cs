namespace WorldGan.Worlds;

/// <summary>What the actions of a log are.</summary>
public enum LoggedActions
{
    /// <summary>The names of actions, or their numbers.</summary>
    Names,

    /// <summary>Physical values, such as torques. Each is taken as the action whose <see cref="ActionSpec.Value"/> is nearest.</summary>
    Values,
}
