using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Call("eq.Tensor", this, target);

        public Tensor eq(Scalar target) => Call("eq.Scalar", this, target);

        public Tensor ne(Tensor target) => Call("ne.Tensor", this, target);

        public Tensor ne(Scalar target) => Call("ne.Scalar", this, target);

        public Tensor lt(Tensor target) => Call("lt.Tensor", this, target);

        public Tensor lt(Scalar target) => Call("lt.Scalar", this, target);

        public Tensor le(Tensor target) => Call("le.Tensor", this, target);

        public Tensor le(Scalar target) => Call("le.Scalar", this, target);

        public Tensor gt(Tensor target) => Call("gt.Tensor", this, target);

        public Tensor gt(Scalar target) => Call("gt.Scalar", this, target);

        public Tensor ge(Tensor target) => Call("ge.Tensor", this, target);

        public Tensor ge(Scalar target) => Call("ge.Scalar", this, target);

        public Tensor logical_and(Tensor other) => Call("logical_and", this, other);

        public Tensor logical_or(Tensor other) => Call("logical_or", this, other);

        public Tensor logical_xor(Tensor other) => Call("logical_xor", this, other);

        public Tensor logical_not() => Call("logical_not", this);

        public Tensor bitwise_and(Tensor other) => Call("bitwise_and.Tensor", this, other);

        public Tensor bitwise_or(Tensor other) => Call("bitwise_or.Tensor", this, other);

        public Tensor bitwise_xor(Tensor other) => Call("bitwise_xor.Tensor", this, other);

        public Tensor bitwise_not() => Call("bitwise_not", this);

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => Call("isclose", this, other, rtol, atol, nanEqual);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => CallScalar("allclose", this, target, rtol, atol, equal_nan).ToBoolean();

        /// <summary>Whether shape and all elements are the same.</summary>
        public bool Equals(Tensor target) => target is not null && CallScalar("equal", this, target).ToBoolean();

        public override bool Equals(object? obj) => obj is Tensor tensor && Equals(tensor);

        public override int GetHashCode() => base.GetHashCode();
    }
}
