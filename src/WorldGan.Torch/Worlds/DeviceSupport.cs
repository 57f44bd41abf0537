using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Worlds;

/// <summary>What <see cref="Support"/> does, for rows on a device.</summary>
internal sealed class DeviceSupport : IDisposable
{
    private readonly HeldTensors _held;
    private readonly Tensor _low, _high;                   // [S]
    private readonly Tensor? _wallsLow, _wallsHigh, _isArc, _isAngle; // [S] null where there is none
    private readonly Tensor? _unseenActions;               // [A]
    private readonly (int Variable, int Value)[] _unseenClasses;

    public DeviceSupport(WorldModelLayout layout, Device device)
    {
        _held = new HeldTensors(device);
        if (layout.Walls.Any(w => double.IsFinite(w.Low) || double.IsFinite(w.High))) (_wallsLow, _wallsHigh) = (_held.Floats(layout.Walls.Select(w => w.Low)), _held.Floats(layout.Walls.Select(w => w.High)));
        (_low, _high) = (_held.Floats(layout.Envelope.Select(e => e.Low)), _held.Floats(layout.Envelope.Select(e => e.High)));
        if (layout.Envelope.Any(e => e.Low > e.High)) _isArc = _held.Truths(layout.Envelope.Select(e => e.Low > e.High));
        if (layout.Spec.State.Any(v => v.Kind == VariableKind.Angle)) _isAngle = _held.Truths(layout.Spec.State.Select(v => v.Kind == VariableKind.Angle));
        if (layout.Normalizer.UnseenActions.Length > 0) _unseenActions = _held.Truths(Enumerable.Range(0, layout.Spec.Actions.Count).Select(layout.Normalizer.UnseenActions.Contains));
        _unseenClasses = layout.Normalizer.UnseenClasses;
    }

    /// <summary>Brings predicted states inside what is possible and known; see <see cref="Support.Enclose"/>.</summary>
    /// <param name="before">[.., S] states before the step.</param>
    /// <param name="actions">[..] indices of actions.</param>
    /// <param name="next">[.., S] predicted states.</param>
    /// <returns>The states inside, and [..] where the row left the support and where the step is invalid.</returns>
    public (Tensor Next, Tensor Left, Tensor Invalid) Enclose(Tensor before, Tensor actions, Tensor next)
    {
        Tensor invalid = next.isfinite().all(-1).logical_not();
        if (_wallsLow is not null) next = next.clamp(_wallsLow, _wallsHigh);
        Tensor below = next.lt(_low), above = next.gt(_high);
        Tensor outside = _isArc is null ? below.logical_or(above) : where(_isArc, below.logical_and(above), below.logical_or(above));
        next = _isAngle is null ? next.clamp(_low, _high) : where(outside, Nearest(next, _isAngle), next);
        Tensor left = outside.any(-1);
        if (_unseenActions is not null) left = left.logical_or(_unseenActions.index_select(0, actions.flatten()).view_as(actions));
        foreach ((int variable, int value) in _unseenClasses) left = left.logical_or(next.select(-1, variable).eq(value));
        return (where(invalid.unsqueeze(-1), before, next), left, invalid);
    }

    public void Dispose() => _held.Dispose();

    private Tensor Nearest(Tensor values, Tensor isAngle)
    {
        Tensor isLow = Angles.Wrap(values - _low).abs().lt(Angles.Wrap(values - _high).abs());
        return where(isAngle, where(isLow, _low, _high), values.minimum(_high).maximum(_low)); // an arc may have its low end above the high one
    }
}
