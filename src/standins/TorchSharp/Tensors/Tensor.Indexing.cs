using System.Runtime.CompilerServices;
using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, i1);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, i1, i2);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => index_put_(value, i1, i2, i3);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => index_put_(value, i1, i2, i3, i4);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var (view, selected) = Resolve(indices);
            if (selected is null) return view;
            using (view) return Call("index.Tensor", view, selected);
        }

        public Tensor index(params Tensor[] indices) => Call("index.Tensor", this, indices);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            var (view, selected) = Resolve(indices);
            using (view)
            {
                if (selected is null) view.copy_(value);
                else Run("index_put_", view, selected, value);
            }
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false)
        {
            Run("index_put_", this, indices, value, accumulate);
            return this;
        }

        /// <summary>A view of this tensor for all positions that are no tensors, and what those that are select from the view.</summary>
        private (Tensor View, Tensor?[]? Selected) Resolve(TensorIndex[] indices)
        {
            var view = alias();
            Tensor?[]? selected = null;
            int dim = 0;
            for (int i = 0; i < indices.Length; i++)
            {
                var index = indices[i];
                if (index.What == TensorIndex.Kind.Tensor)
                {
                    Array.Resize(ref selected, dim + 1);
                    selected[dim++] = index.Selected;
                }
                else
                {
                    var narrower = view.Narrow(index, ref dim, Consumed(indices.AsSpan(i + 1)));
                    if (ReferenceEquals(narrower, view)) continue;
                    view.Dispose();
                    view = narrower;
                }
            }
            return (view, selected);
        }

        /// <summary>How many dimensions the positions after an ellipsis stand for.</summary>
        private static int Consumed(ReadOnlySpan<TensorIndex> rest)
        {
            int count = 0;
            foreach (var index in rest)
                if (index.What is not (TensorIndex.Kind.None or TensorIndex.Kind.Ellipsis)) count++;
            return count;
        }

        private Tensor Narrow(TensorIndex index, ref int dim, int after)
        {
            switch (index.What)
            {
                case TensorIndex.Kind.Single:
                    return select(dim, index.Start!.Value);
                case TensorIndex.Kind.Slice:
                    return Call("slice.Tensor", this, dim++, index.Start, index.Stop, index.Step ?? 1);
                case TensorIndex.Kind.None:
                    return unsqueeze(dim++);
                default:
                    dim = (int)ndim - after;
                    return this;
            }
        }
    }
}
