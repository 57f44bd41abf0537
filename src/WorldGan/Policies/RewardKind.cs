namespace WorldGan.Policies;

/// <summary>What a policy is rewarded for.</summary>
public enum RewardKind
{
    /// <summary>What the log's rewards say, as the world has learned them.</summary>
    Logged,

    /// <summary>Doing what an expert does, told by a critic that learns beside the policy (arXiv:1606.03476); no reward of the log counts.</summary>
    Imitation,
}
