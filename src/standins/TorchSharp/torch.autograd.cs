using TorchSharp.Interop;

namespace TorchSharp;

internal static partial class torch
{
    public static unsafe class autograd
    {
        /// <summary>
        /// The sums of gradients of the outputs with respect to each input. <paramref name="create_graph"/> does not imply
        /// <paramref name="retain_graph"/>: to go on through the graph, ask for both.
        /// </summary>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            nint[] from = Handles(outputs), to = Handles(inputs), with = Handles(grad_outputs), found = new nint[to.Length];
            fixed (nint* fromFirst = from, toFirst = to, withFirst = with, foundFirst = found)
            {
                Shim.Check(Shim.worldgan_autograd_grad(fromFirst, from.Length, toFirst, to.Length, withFirst, with.Length,
                    retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, foundFirst));
            }
            KeepAlive(outputs, inputs, grad_outputs);
            return Array.ConvertAll(found, handle => handle == 0 ? null! : new Tensor(handle));
        }

        /// <summary>Adds the gradients of the tensors to the leaves that they were computed from.</summary>
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            nint[] from = Handles(tensors), with = Handles(grad_tensors), to = Handles(inputs);
            fixed (nint* fromFirst = from, withFirst = with, toFirst = to)
            {
                Shim.Check(Shim.worldgan_backward(fromFirst, from.Length, withFirst, with.Length,
                    retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, toFirst, to.Length));
            }
            KeepAlive(tensors, grad_tensors, inputs);
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        private static nint[] Handles(IList<Tensor>? tensors)
        {
            nint[] handles = new nint[tensors?.Count ?? 0];
            for (int i = 0; i < handles.Length; i++) handles[i] = tensors![i].Handle;
            return handles;
        }

        private static void KeepAlive(IList<Tensor> first, IList<Tensor>? second, IList<Tensor>? third)
        {
            GC.KeepAlive(first);
            GC.KeepAlive(second);
            GC.KeepAlive(third);
        }
    }
}
