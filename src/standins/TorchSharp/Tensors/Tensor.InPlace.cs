using TorchSharp.Interop;
using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs_() => Change("abs_", [this]);

        public Tensor exp_() => Change("exp_", [this]);

        public Tensor neg_() => Change("neg_", [this]);

        public Tensor sqrt_() => Change("sqrt_", [this]);

        public Tensor reciprocal_() => Change("reciprocal_", [this]);

        public Tensor tanh_() => Change("tanh_", [this]);

        public Tensor sigmoid_() => Change("sigmoid_", [this]);

        public Tensor relu_() => Change("relu_", [this]);

        public Tensor add_(Tensor target) => Change("add_.Tensor", [this, target]);

        public Tensor add_(Tensor target, Scalar alpha) => Change("add_.Tensor", [this, target, alpha]);

        public Tensor add_(Scalar scalar) => Change("add_.Scalar", [this, scalar]);

        public Tensor add_(Scalar scalar, Scalar alpha) => Change("add_.Scalar", [this, scalar, alpha]);

        public Tensor sub_(Tensor target) => Change("sub_.Tensor", [this, target]);

        public Tensor sub_(Scalar target) => Change("sub_.Scalar", [this, target]);

        public Tensor mul_(Tensor target) => Change("mul_.Tensor", [this, target]);

        public Tensor mul_(Scalar target) => Change("mul_.Scalar", [this, target]);

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Change("div_.Tensor_mode", [this, target, Name(rounding_mode)]);

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Change("div_.Scalar_mode", [this, target, Name(rounding_mode)]);

        public Tensor pow_(Tensor exponent) => Change("pow_.Tensor", [this, exponent]);

        public Tensor pow_(Scalar exponent) => Change("pow_.Scalar", [this, exponent]);

        public Tensor lerp_(Tensor end, Tensor weight) => Change("lerp_.Tensor", [this, end, weight]);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Change("addcmul_", [this, tensor1, tensor2, value]);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Change("addcdiv_", [this, tensor1, tensor2, value]);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Change("addcdiv_", [this, tensor1, tensor2]);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Change("clamp_", [this, min, max]);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Change("clamp_.Tensor", [this, min, max]);

        public Tensor clamp_min_(Scalar min) => Change("clamp_min_", [this, min]);

        public Tensor clamp_max_(Scalar max) => Change("clamp_max_", [this, max]);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Change("copy_", [this, source, nonBlocking]);

        public Tensor zero_() => Change("zero_", [this]);

        public Tensor fill_(Scalar value) => Change("fill_.Scalar", [this, value]);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Change("masked_fill_.Scalar", [this, mask, value]);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Change("scatter_.src", [this, dim, index, src]);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Change("scatter_add_", [this, dim, index, src]);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Change("index_copy_", [this, dim, index, source]);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Change("index_add_", [this, dim, index, source, alpha]);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Change("index_fill_.int_Scalar", [this, dim, index, value]);

        public Tensor unsqueeze_(long dim) => Change("unsqueeze_", [this, dim]);

        public Tensor detach_() => Change("detach_", [this]);

        /// <summary>Runs an operator that changes this tensor.</summary>
        private Tensor Change(string op, ReadOnlySpan<Value> arguments)
        {
            Run(op, arguments);
            return this;
        }
    }
}
