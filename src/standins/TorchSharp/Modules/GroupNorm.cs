using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Centres and scales groups of channels of each image (arXiv:1803.08494).</summary>
    internal sealed class GroupNorm : Weighted
    {
        internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype) : base(nameof(GroupNorm))
        {
            (this.num_groups, this.eps, this.affine) = (num_groups, eps, affine);
            if (affine) FillAffine([num_channels], device, dtype);
        }

        public long num_groups { get; set; }

        public double eps { get; set; }

        public bool affine { get; set; }

        public override Tensor forward(Tensor tensor) => nn.functional.group_norm(tensor, num_groups, weight, bias, eps);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1e-05, bool affine = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_groups, num_channels, eps, affine, device, dtype);
        }
    }
}
