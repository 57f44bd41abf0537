using WorldGan.Policies.Values;
using WorldGan.Worlds;

namespace WorldGan.Torch.Policies;

/// <summary>What each way of ending makes of the future; see <see cref="ValueTarget.Of"/>.</summary>
internal static class Ends
{
    /// <summary>What the future is worth by itself, in units of the target's scale, and the factor of what the networks say of it.</summary>
    public static (double Worth, double Factor) Of(Ending ending, ValueTarget target) => ending switch
    {
        Ending.Terminal => (0, 0),
        Ending.LeftSupport => (target.Pessimistic / target.Scale, 0),
        _ => (0, 1),
    };
}
