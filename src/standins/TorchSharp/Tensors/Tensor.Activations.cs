using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public partial class Tensor
    {
        public Tensor relu() => Call("relu", this);

        public Tensor leaky_relu(Scalar negative_slope) => Call("leaky_relu", this, negative_slope);

        public Tensor silu() => Call("silu", this);

        public Tensor elu(double alpha = 1) => Call("elu", this, alpha);

        public Tensor softplus(double beta = 1, double threshold = 20) => Call("softplus", this, beta, threshold);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Call("softmax.int", this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Call("log_softmax.int", this, dim, dtype);
    }
}
