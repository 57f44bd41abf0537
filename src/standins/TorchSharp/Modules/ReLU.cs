using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A rectifier: max(x, 0).</summary>
    internal sealed class ReLU(bool inplace) : nn.Module<Tensor, Tensor>(nameof(ReLU))
    {
        public override Tensor forward(Tensor tensor) => nn.functional.relu(tensor, inplace);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ReLU ReLU(bool inplace = false) => new(inplace);
        }
    }
}
