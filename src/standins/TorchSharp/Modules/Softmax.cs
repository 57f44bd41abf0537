using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Positive numbers that sum to 1 along a dimension.</summary>
    internal sealed class Softmax(long dim) : nn.Module<Tensor, Tensor>(nameof(Softmax))
    {
        public override Tensor forward(Tensor tensor) => tensor.softmax(dim);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Softmax Softmax(long dim) => new(dim);
        }
    }
}
