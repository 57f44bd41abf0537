using TorchSharp.Interop;
using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public partial class Tensor
    {
        public Tensor add(Tensor target) => Call("add.Tensor", this, target);

        public Tensor add(Tensor target, Scalar alpha) => Call("add.Tensor", this, target, alpha);

        public Tensor add(Scalar scalar) => Call("add.Scalar", this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Call("add.Scalar", this, scalar, alpha);

        public Tensor sub(Tensor target) => Call("sub.Tensor", this, target);

        public Tensor sub(Scalar target) => Call("sub.Scalar", this, target);

        public Tensor mul(Tensor target) => Call("mul.Tensor", this, target);

        public Tensor mul(Scalar target) => Call("mul.Scalar", this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Call("div.Tensor_mode", this, target, Name(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Call("div.Scalar_mode", this, target, Name(rounding_mode));

        public Tensor floor_divide(Tensor other) => Call("floor_divide", this, other);

        public Tensor floor_divide(Scalar other) => Call("floor_divide.Scalar", this, other);

        public Tensor pow(Tensor exponent) => Call("pow.Tensor_Tensor", this, exponent);

        public Tensor pow(Scalar exponent) => Call("pow.Tensor_Scalar", this, exponent);

        public Tensor remainder(Tensor target) => Call("remainder.Tensor", this, target);

        public Tensor remainder(Scalar scalar) => Call("remainder.Scalar", this, scalar);

        public Tensor fmod(Tensor target) => Call("fmod.Tensor", this, target);

        public Tensor fmod(Scalar scalar) => Call("fmod.Scalar", this, scalar);

        public Tensor atan2(Tensor other) => Call("atan2", this, other);

        public Tensor minimum(Tensor other) => Call("minimum", this, other);

        public Tensor maximum(Tensor other) => Call("maximum", this, other);

        public Tensor lerp(Tensor end, Tensor weight) => Call("lerp.Tensor", this, end, weight);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Call("addcmul", this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Call("addcdiv", this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Call("addcdiv", this, tensor1, tensor2);

        private static Value Name(RoundingMode mode) => mode == RoundingMode.None ? Value.None : mode.ToString();
    }
}
