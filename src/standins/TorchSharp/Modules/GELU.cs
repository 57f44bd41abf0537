using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x · Φ(x).</summary>
    internal sealed class GELU() : nn.Module<Tensor, Tensor>(nameof(GELU))
    {
        public override Tensor forward(Tensor tensor) => nn.functional.gelu(tensor);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.GELU GELU() => new();
        }
    }
}
