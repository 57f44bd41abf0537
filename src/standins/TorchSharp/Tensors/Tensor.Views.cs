using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public partial class Tensor
    {
        public Tensor view(params long[] shape) => Call("view", this, shape);

        public Tensor view_as(Tensor other) => Call("view_as", this, other);

        public Tensor reshape(params long[] shape) => Call("reshape", this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Call("flatten.using_ints", this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            long[] now = shape;
            int at = (int)(dim < 0 ? dim + now.Length : dim);
            return reshape([.. now[..at], .. sizes, .. now[(at + 1)..]]);
        }

        public Tensor squeeze(long? dim = null) => dim is null ? Call("squeeze", this) : Call("squeeze.dim", this, dim);

        public Tensor unsqueeze(long dim) => Call("unsqueeze", this, dim);

        public Tensor transpose(long dim0, long dim1) => Call("transpose.int", this, dim0, dim1);

        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor t() => Call("t", this);

        public Tensor T => Call("numpy_T", this);

        public Tensor mT => Call("mT", this);

        public Tensor permute(params long[] permutation) => Call("permute", this, permutation);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor movedim(long[] source, long[] destination) => Call("movedim.intlist", this, source, destination);

        public Tensor expand(params long[] sizes) => Call("expand", this, sizes);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Call("expand", this, sizes, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);

        public Tensor expand_as(Tensor other) => Call("expand_as", this, other);

        public Tensor broadcast_to(params long[] shape) => Call("broadcast_to", this, shape);

        public Tensor repeat(params long[] sizes) => Call("repeat", this, sizes);

        public Tensor tile(long[] reps) => Call("tile", this, reps);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => Call("repeat_interleave.self_int", this, repeats, dim, output_size);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) => Call("repeat_interleave.self_Tensor", this, repeats, dim, output_size);

        public Tensor contiguous() => Call("contiguous", this);

        public Tensor flip(params long[] dims) => Call("flip", this, dims);

        public Tensor roll(long shifts, long? dims = null) => Call("roll", this, (long[])[shifts], dims is { } dim ? (long[])[dim] : []);

        public Tensor roll(long[] shifts, long[] dims) => Call("roll", this, shifts, dims);

        public Tensor[] chunk(long chunks, long dim = 0) => CallMany("chunk", this, chunks, dim);

        public Tensor[] split(long size, int dim = 0) => CallMany("split.Tensor", this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => CallMany("split_with_sizes", this, sizes, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);

        public Tensor[] unbind(long dimension = 0) => CallMany("unbind.int", this, dimension);

        public Tensor unfold(long dimension, long size, long step) => Call("unfold", this, dimension, size, step);

        public Tensor tril(long diagonal = 0) => Call("tril", this, diagonal);

        public Tensor triu(long diagonal = 0) => Call("triu", this, diagonal);

        public Tensor diag(long diagonal = 0) => Call("diag", this, diagonal);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Call("diagonal", this, offset, dim1, dim2);
    }
}
