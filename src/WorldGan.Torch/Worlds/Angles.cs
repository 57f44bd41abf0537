using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Worlds;

internal static class Angles
{
    /// <summary>Into [-π, π).</summary>
    public static Tensor Wrap(Tensor angle) => angle - ((angle + MathF.PI) / MathF.Tau).floor() * MathF.Tau;
}
