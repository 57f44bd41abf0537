using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x where it is positive, a fraction of it elsewhere.</summary>
    internal sealed class LeakyReLU(double negative_slope, bool inplace) : nn.Module<Tensor, Tensor>(nameof(LeakyReLU))
    {
        public override Tensor forward(Tensor tensor) => nn.functional.leaky_relu(tensor, negative_slope, inplace);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);
        }
    }
}
