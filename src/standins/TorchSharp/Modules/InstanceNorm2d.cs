using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Centres and scales each channel of each image (arXiv:1607.08022).</summary>
    internal sealed class InstanceNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
        : NormBase(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm2d))
    {
        public override Tensor forward(Tensor input) =>
            nn.functional.instance_norm(input, running_mean, running_var, weight, bias, training || !track_running_stats, momentum!.Value, eps);
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.InstanceNorm2d InstanceNorm2d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
