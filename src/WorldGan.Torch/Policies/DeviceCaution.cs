using WorldGan.Policies.Sources;
using WorldGan.Torch.Worlds;
using WorldGan.Worlds;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Policies;

/// <summary>What a <see cref="CautiousWorld"/> makes of a step, on a device: rewards lose by the members' disagreement, and rows stop where it is too large.</summary>
/// <param name="cautious">Says how cautious.</param>
/// <param name="world">The world beneath it.</param>
internal sealed class DeviceCaution(CautiousWorld cautious, DeviceWorld world)
{
    /// <summary>The step as it is believed.</summary>
    /// <param name="states">[M, n, S] before it.</param>
    /// <param name="actions">[M, n].</param>
    /// <param name="step">As the world made it.</param>
    public DeviceStep Apply(Tensor states, Tensor actions, DeviceStep step)
    {
        Tensor spreads = world.Spreads(states, actions);
        Tensor stops = spreads.gt(cautious.Limit).logical_and(step.Endings.eq((long)Ending.None));
        return step with { Rewards = step.Rewards - spreads * cautious.Penalty, Endings = step.Endings.masked_fill(stops, (long)cautious.Ending) };
    }
}
