using TorchSharp.Interop;
using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? InPlace("relu_", x) : x.relu();

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? InPlace("leaky_relu_", input, negative_slope) : input.leaky_relu(negative_slope);

            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? InPlace("silu_", x) : x.silu();

            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => inplace ? InPlace("elu_", x, alpha) : x.elu(alpha);

            public static Tensor gelu(Tensor x) => Call("gelu", x);

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? InPlace("tanh_", x) : x.tanh();

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor logsigmoid(Tensor x) => Call("log_sigmoid", x);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => Call("one_hot", x, num_classes);

            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12)
            {
                using var norm = input.norm((int)dim, true, (float)p);
                using var divisor = norm.clamp_min(eps);
                return input.div(divisor);
            }

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Call("linear", input, weights, bias);

            private static Tensor InPlace(string op, Tensor x, params ReadOnlySpan<Value> more)
            {
                Run(op, [x, .. more]);
                return x.alias();
            }
        }
    }
}
