using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>All dimensions after the batch as one.</summary>
    internal sealed class Flatten(long start_dim, long end_dim) : nn.Module<Tensor, Tensor>(nameof(Flatten))
    {
        public override Tensor forward(Tensor tensor) => tensor.flatten(start_dim, end_dim);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
        }
    }
}
