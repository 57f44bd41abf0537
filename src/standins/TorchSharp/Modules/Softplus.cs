using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>log(1 + eˣ).</summary>
    internal sealed class Softplus(double beta, double threshold) : nn.Module<Tensor, Tensor>(nameof(Softplus))
    {
        public override Tensor forward(Tensor tensor) => tensor.softplus(beta, threshold);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);
        }
    }
}
