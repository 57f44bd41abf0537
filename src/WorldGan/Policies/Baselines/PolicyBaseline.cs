namespace WorldGan.Policies.Baselines;

/// <summary>A policy from the log alone, to compare with.</summary>
public enum PolicyBaseline
{
    /// <summary>The policy that made the log, as its actions tell it.</summary>
    Cloned,

    /// <summary>The same without its noise.</summary>
    GreedyClone,

    /// <summary>Double DQN on the log.</summary>
    OfflineDqn,

    /// <summary>Double DQN on the log with conservatism (discrete CQL, arXiv:2006.04779).</summary>
    Cql,

    /// <summary>Double DQN on the log that keeps to actions which the log takes (discrete BCQ, arXiv:1910.01708).</summary>
    Bcq,
}
