using WorldGan.WorldModel;

namespace WorldGan.Policies.Imitation;

/// <summary>The losses that a critic of imitation can have, with its own numbers.</summary>
internal static class ImitationLosses
{
    /// <summary>Those that say how near a step is to the expert's on a scale that a reward can have.</summary>
    public static bool CanReward(WorldModelLoss loss) => loss is WorldModelLoss.WganGp or WorldModelLoss.NonSaturating or WorldModelLoss.NonSaturatingR1;

    /// <summary>Whether the ratings have no zero of their own: a Wasserstein critic plus a constant is the same critic.</summary>
    public static bool IsAfloat(WorldModelLoss loss) => loss == WorldModelLoss.WganGp;

    /// <summary>Weight of the penalty where nothing is said; null where the loss has none.</summary>
    public static double? PenaltyWeight(WorldModelLoss loss) => loss switch
    {
        WorldModelLoss.WganGp => 1,
        WorldModelLoss.NonSaturatingR1 => 1,
        _ => null,
    };
}
