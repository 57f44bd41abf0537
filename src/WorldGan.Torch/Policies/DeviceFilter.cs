using WorldGan.Policies;
using WorldGan.Torch.Networks;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Policies;

/// <summary>Takes actions out that the log hardly ever took, for rows on a device; see <see cref="WorldGan.Policies.Values.BehaviourFilter"/>.</summary>
internal sealed class DeviceFilter : IDisposable
{
    private readonly NetworkBatch _behaviour;
    private readonly float _margin;

    private DeviceFilter(QPolicy policy, TorchSharp.torch.Device device) => (_behaviour, _margin) = (new NetworkBatch([policy.Behaviour!.Network], device), policy.Filter!.Margin);

    /// <summary>The filter of a policy; null where it allows all actions.</summary>
    public static DeviceFilter? Of(QPolicy policy, TorchSharp.torch.Device device) => policy.Behaviour is null ? null : new DeviceFilter(policy, device);

    /// <summary>Makes their values the lowest there are; the most probable action always stays.</summary>
    /// <param name="features">[P, B, F].</param>
    /// <param name="values">[P, B, A].</param>
    public Tensor Apply(Tensor features, Tensor values)
    {
        Tensor logits = _behaviour.Forward(features.reshape(1, -1, features.shape[2])).view(features.shape[0], features.shape[1], -1);
        return values.masked_fill(logits.lt(logits.amax(-1).unsqueeze(-1) + _margin), double.NegativeInfinity);
    }

    public void Dispose() => _behaviour.Dispose();
}
