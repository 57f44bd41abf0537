using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Enlarges images.</summary>
    internal sealed class Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners) : nn.Module<Tensor, Tensor>(nameof(Upsample))
    {
        public override Tensor forward(Tensor input) => nn.functional.interpolate(input, size, scale_factor, (InterpolationMode)mode, align_corners);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public enum UpsampleMode
        {
            Nearest = 0,
            Linear = 1,
            Bilinear = 2,
            Bicubic = 3,
            Trilinear = 4,
        }

        public static partial class nn
        {
            public static Modules.Upsample Upsample(long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null, bool? recompute_scale_factor = null)
            {
                if (recompute_scale_factor == true) throw new NotSupportedException("Recomputed scales are not supported here.");
                return new(size, scale_factor, mode, align_corners);
            }
        }
    }
}
