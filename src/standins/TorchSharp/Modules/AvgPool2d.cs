using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Means of neighbouring pixels.</summary>
    internal sealed class AvgPool2d(long kernel_size, long? stride, long padding) : nn.Module<Tensor, Tensor>(nameof(AvgPool2d))
    {
        public override Tensor forward(Tensor input) => nn.functional.avg_pool2d(input, kernel_size, stride, padding);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.AvgPool2d AvgPool2d(long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null)
            {
                if (ceil_mode || !count_include_pad || divisor_override is not null) throw new NotSupportedException("Only the plain mean is supported here.");
                return new(kernel_size, stride, padding ?? 0);
            }
        }
    }
}
