using TorchSharp.Modules;
using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public static partial class nn
    {
        public static class utils
        {
            /// <summary>Scales all gradients so that their norm together is at most <paramref name="max_norm"/>. Waits for the device.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var scope = NewDisposeScope();
                using var still = no_grad();
                var grads = tensors.Select(parameter => parameter.grad!).Where(grad => grad is not null).ToArray();
                if (grads.Length == 0) return 0;

                double norm = stack(CallMany("_foreach_norm.Scalar", grads, norm_type)).norm((float)norm_type).ToDouble();
                double scale = max_norm / (norm + 1e-6);
                if (scale < 1) Run("_foreach_mul_.Scalar", grads, scale);
                return norm;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                foreach (var parameter in tensors)
                {
                    using var grad = parameter.grad;
                    grad?.clamp_(-clip_value, clip_value);
                }
            }

            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(parameter => parameter.view(-1)).ToArray()).MoveToOuterDisposeScope();
            }
        }
    }
}
