using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x where it is positive, α(eˣ − 1) elsewhere.</summary>
    internal sealed class ELU(double alpha, bool inplace) : nn.Module<Tensor, Tensor>(nameof(ELU))
    {
        public override Tensor forward(Tensor tensor) => nn.functional.elu(tensor, alpha, inplace);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
        }
    }
}
