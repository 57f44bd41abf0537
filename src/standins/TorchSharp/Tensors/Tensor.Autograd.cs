using TorchSharp.Interop;

namespace TorchSharp;

internal static partial class torch
{
    public partial class Tensor
    {
        public bool is_leaf => Describe().IsLeaf != 0;

        public bool requires_grad
        {
            get => Describe().RequiresGrad != 0;
            set => Shim.Check(Shim.worldgan_requires_grad(Handle, value ? 1 : 0));
        }

        /// <summary>The gradient that <see cref="backward()"/> added up, null where there is none; every read is another reference to it.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                nint found;
                Shim.Check(Shim.worldgan_grad(Handle, &found));
                return found == 0 ? null : new Tensor(found);
            }
            set => Shim.Check(Shim.worldgan_set_grad(Handle, value is null ? 0 : value.Handle));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => Operators.Run("retain_grad", this);

        public void backward() => autograd.backward(this);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }
}
