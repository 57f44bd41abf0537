using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Call("abs", this);

        public Tensor exp() => Call("exp", this);

        public Tensor expm1() => Call("expm1", this);

        public Tensor log() => Call("log", this);

        public Tensor log1p() => Call("log1p", this);

        public Tensor log2() => Call("log2", this);

        public Tensor sqrt() => Call("sqrt", this);

        public Tensor rsqrt() => Call("rsqrt", this);

        public Tensor sign() => Call("sign", this);

        public Tensor square() => Call("square", this);

        public Tensor reciprocal() => Call("reciprocal", this);

        public Tensor floor() => Call("floor", this);

        public Tensor ceil() => Call("ceil", this);

        public Tensor trunc() => Call("trunc", this);

        public Tensor sin() => Call("sin", this);

        public Tensor cos() => Call("cos", this);

        public Tensor tan() => Call("tan", this);

        public Tensor asin() => Call("asin", this);

        public Tensor acos() => Call("acos", this);

        public Tensor atan() => Call("atan", this);

        public Tensor sinh() => Call("sinh", this);

        public Tensor cosh() => Call("cosh", this);

        public Tensor erf() => Call("erf", this);

        public Tensor tanh() => Call("tanh", this);

        public Tensor sigmoid() => Call("sigmoid", this);

        public Tensor isnan() => Call("isnan", this);

        public Tensor isinf() => Call("isinf", this);

        public Tensor isfinite() => Call("isfinite", this);

        public Tensor neg() => Call("neg", this);

        public Tensor negative() => neg();

        public Tensor round(long decimals = 0) => Call("round.decimals", this, decimals);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Call("clamp", this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Call("clamp.Tensor", this, min, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        public Tensor clamp_min(Scalar min) => Call("clamp_min", this, min);

        public Tensor clamp_max(Scalar max) => Call("clamp_max", this, max);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) => Call("nan_to_num", this, nan, posinf, neginf);
    }
}
