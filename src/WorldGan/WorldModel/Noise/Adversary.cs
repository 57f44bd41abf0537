using System.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>Where a critic's slope has its price.</summary>
internal enum PenaltyPoints
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>At one random point on each line from a generated to a logged outcome.</summary>
    Between,

    /// <summary>At logged outcomes: R1.</summary>
    Logged,

    /// <summary>At logged and at generated outcomes: R1 and R2.</summary>
    LoggedAndGenerated,
}

/// <summary>The rules of a game between critic and generator.</summary>
/// <param name="Ratings">What both minimise.</param>
/// <param name="Points">Where the critic's slope has its price.</param>
/// <param name="Penalty">The price; null where there are no such points.</param>
internal sealed record Adversary<T>(IRatingLoss<T> Ratings, PenaltyPoints Points = PenaltyPoints.None, SlopePenalty<T>? Penalty = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>The games by name.</summary>
internal static class Adversary
{
    public static Adversary<T> Of<T>(WorldModelLoss loss)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => loss switch
        {
            WorldModelLoss.WganGp => new(new Wasserstein<T>(), PenaltyPoints.Between, GradientPenalty.UnitSlope),
            WorldModelLoss.Wgan => new(new Wasserstein<T>()),
            WorldModelLoss.Minimax => new(new Minimax<T>()),
            WorldModelLoss.NonSaturating => new(new NonSaturating<T>()),
            WorldModelLoss.NonSaturatingR1 => new(new NonSaturating<T>(), PenaltyPoints.Logged, GradientPenalty.HalfSquaredSlope),
            WorldModelLoss.Rpgan => new(new RelativisticPairing<T>(), PenaltyPoints.LoggedAndGenerated, GradientPenalty.HalfSquaredSlope),
            _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "Expected a loss with a critic."),
        };
}
