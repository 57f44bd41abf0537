using static TorchSharp.Interop.Operators;

namespace TorchSharp;

internal static partial class torch
{
    public partial class Tensor
    {
        public Tensor mm(Tensor target) => Call("mm", this, target);

        public Tensor bmm(Tensor batch2) => Call("bmm", this, batch2);

        public Tensor matmul(Tensor target) => Call("matmul", this, target);

        public Tensor mv(Tensor target) => Call("mv", this, target);

        public Tensor dot(Tensor target) => Call("dot", this, target);

        public Tensor outer(Tensor vec2) => Call("outer", this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Call("addmm", this, mat1, mat2, (double)beta, (double)alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Call("baddbmm", this, batch1, batch2, (double)beta, (double)alpha);
    }
}
