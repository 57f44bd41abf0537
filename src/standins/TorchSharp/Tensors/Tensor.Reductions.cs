using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Call("sum", this, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Call("sum.dim_IntList", this, dim.ToArray(), keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Call("sum.dim_IntList", this, dim, keepdim, type);

        public Tensor mean() => Call("mean", this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Call("mean.dim", this, dimensions, keepdim, type);

        public Tensor std(bool unbiased = true) => Call("std", this, unbiased);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std([dim], unbiased, keepdim, type);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Call("std.dim", this, dimensions, unbiased, keepdim), type);

        public Tensor var(bool unbiased = true) => Call("var", this, unbiased);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var([dim], unbiased, keepdim, type);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Typed(Call("var.dim", this, dimensions, unbiased, keepdim), type);

        public Tensor max() => Call("max", this);

        public Tensor max(Tensor other) => Call("max.other", this, other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => CallTwo("max.dim", this, dim, keepdim);

        public Tensor argmax() => Call("argmax", this);

        public Tensor argmax(long dim, bool keepdim = false) => Call("argmax", this, dim, keepdim);

        public Tensor amax(params long[] dims) => Call("amax", this, dims);

        public Tensor min() => Call("min", this);

        public Tensor min(Tensor other) => Call("min.other", this, other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => CallTwo("min.dim", this, dim, keepdim);

        public Tensor argmin() => Call("argmin", this);

        public Tensor argmin(long dim, bool keepdim = false) => Call("argmin", this, dim, keepdim);

        public Tensor amin(params long[] dims) => Call("amin", this, dims);

        public Tensor any() => Call("any", this);

        public Tensor any(long dim, bool keepdim = false) => Call("any.dim", this, dim, keepdim);

        public Tensor all() => Call("all", this);

        public Tensor all(long dim, bool keepdim = false) => Call("all.dim", this, dim, keepdim);

        public Tensor prod(ScalarType? type = null) => Call("prod", this, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Call("prod.dim_int", this, dim, keepdim, type);

        public Tensor cumsum(long dim, ScalarType? type = null) => Call("cumsum", this, dim, type);

        public Tensor cumprod(long dim, ScalarType? type = null) => Call("cumprod", this, dim, type);

        public Tensor logsumexp(long dim, bool keepdim = false) => Call("logsumexp", this, (long[])[dim], keepdim);

        public Tensor norm(float p = 2) => Call("norm.Scalar", this, (double)p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2) => Call("norm.ScalarOpt_dim", this, (double)p, (long[])[dim], keepdim);

        public Tensor median() => Call("median", this);

        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Call("quantile", this, q, dim, keepdim);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) => CallTwo("sort.stable", this, stable, dim, descending);

        public Tensor argsort(long dim = -1, bool descending = false) => Call("argsort", this, dim, descending);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => CallTwo("topk", this, k, dim, largest, sorted);

        private static Tensor Typed(Tensor tensor, ScalarType? type) => type is null ? tensor : tensor.to_type(type.Value, disposeAfter: true);
    }
}
