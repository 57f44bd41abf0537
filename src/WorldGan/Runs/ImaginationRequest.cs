namespace WorldGan.Runs;

/// <summary>What is to be imagined in a learned world.</summary>
public sealed record ImaginationRequest
{
    /// <summary>Number of trajectories.</summary>
    public int Rows { get; init; } = 100;

    /// <summary>Most steps of a trajectory; null takes the world's step limit, or 1000 where it has none.</summary>
    public int? Horizon { get; init; }

    /// <summary>Who acts.</summary>
    public ImaginedPolicy Policy { get; init; }

    /// <summary>Where trajectories begin.</summary>
    public ImaginedStart Start { get; init; }

    /// <summary>Trajectory i is trajectory i of this seed.</summary>
    public ulong Seed { get; init; }
}

/// <summary>Who acts in imagination.</summary>
public enum ImaginedPolicy
{
    /// <summary>The run's policy.</summary>
    Trained,

    /// <summary>Every action with the same probability.</summary>
    Random,
}

/// <summary>Where imagined trajectories begin.</summary>
public enum ImaginedStart
{
    /// <summary>In the first states of logged episodes.</summary>
    Episodes,

    /// <summary>In any logged state, at its own step of its episode.</summary>
    Logged,
}
