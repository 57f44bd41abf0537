using WorldGan.Policies;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Policies;
using WorldGan.Torch.Worlds;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Rollouts;

/// <summary>A policy that chooses its actions on a device.</summary>
internal sealed class DevicePolicy : IDisposable
{
    private readonly int _actions;
    private readonly DeviceEncoder? _encoder;              // null where actions are random
    private readonly DeviceHead? _head;
    private readonly NetworkBatch? _networks;
    private readonly DeviceFilter? _filter;

    /// <param name="policy">A trained policy, or the random one.</param>
    /// <param name="spec">The world.</param>
    /// <param name="device">Where it acts.</param>
    /// <exception cref="ArgumentException">It is another.</exception>
    public DevicePolicy(IPolicy policy, WorldSpec spec, Device device)
    {
        _actions = spec.Actions.Count;
        if (policy is RandomPolicy) return;
        if (policy is not QPolicy { Options.Value: ValueKind.DoubleQ or ValueKind.QrDqn } trained)
            throw new ArgumentException($"Rollouts on a device: expected a trained policy of value double-q or qr-dqn, or a random one, got {policy?.GetType().Name ?? "none"}.");
        _encoder = new DeviceEncoder(trained.Spec, trained.Normalizer, device);
        _head = new DeviceHead(trained.Options.Network, _actions, trained.Options.Quantiles ?? 1);
        _networks = new NetworkBatch(trained.Networks, device);
        _filter = DeviceFilter.Of(trained, device);
    }

    /// <summary>Chooses.</summary>
    /// <param name="states">[M, n, S] in the units of the specification.</param>
    /// <param name="random">Draws where actions are random.</param>
    /// <returns>[M, n] indices of actions.</returns>
    public Tensor Act(Tensor states, Randomness random)
    {
        if (_encoder is null) return random.Below(_actions, states.shape[0], states.shape[1]);
        Tensor features = _encoder.States(states).view(1, -1, _encoder.Features);
        Tensor values = _head!.Values(_networks!.Forward(features.expand(_networks.Count, -1, -1))).mean([0], keepdim: true); // [1, B, A]
        return (_filter?.Apply(features, values) ?? values).argmax(-1).view(states.shape[0], states.shape[1]);
    }

    public void Dispose()
    {
        _encoder?.Dispose();
        _networks?.Dispose();
        _filter?.Dispose();
    }
}
