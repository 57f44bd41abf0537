namespace WorldGan.Runs;

/// <summary>What a run is to end with.</summary>
public enum RunGoal
{
    /// <summary>A learned world, and a policy trained in it.</summary>
    Policy,

    /// <summary>A learned world alone.</summary>
    World,
}
