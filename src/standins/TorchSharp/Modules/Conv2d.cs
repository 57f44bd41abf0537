using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A convolution of images [batch, channels, height, width].</summary>
    internal sealed class Conv2d(long inputs, long outputs, long[] kernel, long perGroups, bool hasBias, PaddingModes mode, Device? device, ScalarType? dtype)
        : Convolution(nameof(Conv2d), [outputs, inputs / perGroups, .. kernel], outputs, hasBias, mode, device, dtype)
    {
        public override Tensor forward(Tensor input) => nn.functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                Conv2d(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (dilation, dilation), padding_mode, groups, bias, device, dtype);

            public static Modules.Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Pair(kernel_size), groups, bias, padding_mode, device, dtype)
                {
                    stride = Pair(stride ?? (1, 1)),
                    padding = Pair(padding ?? (0, 0)),
                    dilation = Pair(dilation ?? (1, 1)),
                    groups = groups,
                };

            private static long[] Pair((long First, long Second) pair) => [pair.First, pair.Second];
        }
    }
}
