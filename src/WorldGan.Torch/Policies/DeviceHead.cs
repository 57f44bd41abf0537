using WorldGan.Policies;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Policies;

/// <summary>What <see cref="WorldGan.Policies.Values.QHead"/> does, for rows on a device.</summary>
/// <param name="kind">How outputs become atoms.</param>
/// <param name="actions">A.</param>
/// <param name="atoms">N, the numbers of each action.</param>
internal sealed class DeviceHead(NetworkKind kind, int actions, int atoms)
{
    /// <summary>The atoms of each action.</summary>
    /// <param name="output">[P, B, O] of the networks.</param>
    /// <returns>[P, B, A, N].</returns>
    public Tensor Atoms(Tensor output)
    {
        Tensor said = output.unflatten(-1, -1, atoms);
        if (kind == NetworkKind.Plain) return said;
        Tensor advantages = said.narrow(2, 1, actions);
        return said.narrow(2, 0, 1) + (advantages - advantages.mean([2], keepdim: true));
    }

    /// <summary>[P, B, A] the mean return of each action, in units of the target's scale.</summary>
    public Tensor Values(Tensor output) => Atoms(output).mean([-1]);

    /// <summary>The atoms of one action of each row.</summary>
    /// <param name="atoms">[P, B, A, N].</param>
    /// <param name="chosen">[P, B] actions.</param>
    /// <returns>[P, B, N].</returns>
    public static Tensor Of(Tensor atoms, Tensor chosen) =>
        atoms.gather(2, chosen.unsqueeze(-1).unsqueeze(-1).expand(-1, -1, 1, atoms.shape[3])).squeeze(2);
}
