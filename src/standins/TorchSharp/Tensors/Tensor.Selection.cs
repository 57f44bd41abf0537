using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public partial class Tensor
    {
        public Tensor narrow(long dim, long start, long length) => Call("narrow", this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) => Call("slice.Tensor", this, dim, start, finish, step);

        public Tensor select(long dim, long index) => Call("select.int", this, dim, index);

        public Tensor gather(long dim, Tensor index) => Call("gather", this, dim, index);

        public Tensor take_along_dim(Tensor indices, long dim) => Call("take_along_dim", this, indices, dim);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Call("scatter.src", this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Call("scatter_add", this, dim, index, src);

        public Tensor index_select(long dim, Tensor index) => Call("index_select", this, dim, index);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => Call("index_copy", this, dim, index, source);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Call("index_add", this, dim, index, source, alpha);

        public Tensor index_fill(long dim, Tensor index, Scalar value) => Call("index_fill.int_Scalar", this, dim, index, value);

        public Tensor masked_fill(Tensor mask, Scalar value) => Call("masked_fill.Scalar", this, mask, value);

        public Tensor masked_select(Tensor mask) => Call("masked_select", this, mask);

        public Tensor nonzero() => Call("nonzero", this);

        /// <summary>This tensor where the condition holds, the other elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Call("where.self", condition, this, y);
    }
}
