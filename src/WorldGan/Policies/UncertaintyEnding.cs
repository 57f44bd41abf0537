namespace WorldGan.Policies;

/// <summary>What an imagined step of which the learned world knows too little is worth.</summary>
public enum UncertaintyEnding
{
    /// <summary>Its future is the worst that rewards allow.</summary>
    LeftSupport,

    /// <summary>Its future is what the target network says of the next state; the branch only goes no further.</summary>
    TimeLimit,
}
