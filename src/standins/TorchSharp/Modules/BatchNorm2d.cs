using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Centres and scales each channel over the batch (arXiv:1502.03167).</summary>
    internal sealed class BatchNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
        : NormBase(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d))
    {
        public override Tensor forward(Tensor input)
        {
            if (input.ndim != 4) throw new ArgumentException($"expected 4D input, but got {input.ndim}D input instead.");
            if (training) num_batches_tracked?.add_(1);
            return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training || !track_running_stats, momentum!.Value, eps);
        }
    }
}

namespace TorchSharp
{
    internal static partial class torch
    {
        public static partial class nn
        {
            public static Modules.BatchNorm2d BatchNorm2d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
