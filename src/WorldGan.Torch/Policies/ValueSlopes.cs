using WorldGan.Policies;
using WorldGan.Policies.Values;
using WorldGan.Torch.Networks;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Policies;

/// <summary>How the loss of values changes as they move: <see cref="DoubleQ"/>'s and <see cref="QuantileRegression"/>'s.</summary>
internal sealed class ValueSlopes : IDisposable
{
    private readonly Tensor? _levels;                      // [N] of quantiles; null for mean returns

    public ValueSlopes(PolicyOptions options, TorchSharp.torch.Device device)
    {
        if (options.Quantiles is { } count) _levels = OnDevice.Floats([.. Enumerable.Range(0, count).Select(i => (i + 0.5f) / count)], device, count);
    }

    /// <summary>Slopes of each row's loss, and the losses.</summary>
    /// <param name="atoms">[P, B, N] what the networks say.</param>
    /// <param name="aims">[P, B, N] what they learn towards.</param>
    /// <param name="measures">Whether the losses are wanted.</param>
    /// <returns>[P, B, N] and [P, B].</returns>
    public (Tensor Slopes, Tensor? Losses) At(Tensor atoms, Tensor aims, bool measures)
    {
        if (_levels is null)
        {
            Tensor error = atoms - aims, size = error.abs();
            return (error.clamp(-1, 1), measures ? TorchSharp.torch.where(size.le(1), 0.5 * error.square(), size - 0.5).squeeze(-1) : null);
        }

        // |τ - 1{u < 0}| · v is τ · v, and (1 - 2 τ) · v more where v is negative. The pairs of all numbers are the largest tensor of a step: it is made once.
        Tensor pulls = Pairs(atoms / QuantileRegression.Kappa, aims / QuantileRegression.Kappa).clamp_(-1, 1), means = pulls.mean([-1]);
        Tensor slopes = -(_levels * means + (1 - 2 * _levels) * pulls.clamp_max_(0).mean([-1]));
        return (slopes, measures ? Losses(Pairs(atoms, aims)) : null);
    }

    public void Dispose() => _levels?.Dispose();

    // [P, B, N, aims] the aims minus the atoms.
    private static Tensor Pairs(Tensor atoms, Tensor aims) => aims.unsqueeze(-2) - atoms.unsqueeze(-1);

    private Tensor Losses(Tensor differences)
    {
        const float kappa = QuantileRegression.Kappa;
        Tensor size = differences.abs(), huber = TorchSharp.torch.where(size.le(kappa), 0.5 * differences.square() / kappa, size - 0.5 * kappa);
        Tensor sides = (_levels!.unsqueeze(-1) - differences.lt(0).to(TorchSharp.torch.ScalarType.Float32)).abs();
        return (sides * huber).mean([-1]).sum(-1);
    }
}
