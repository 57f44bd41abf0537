using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x · σ(x).</summary>
    internal sealed class SiLU() : nn.Module<Tensor, Tensor>(nameof(SiLU))
    {
        public override Tensor forward(Tensor tensor) => tensor.silu();
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.SiLU SiLU() => new();
        }
    }
}
