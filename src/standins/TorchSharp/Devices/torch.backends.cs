using TorchSharp.Interop;

namespace TorchSharp;

internal static partial class torch
{
    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                /// <summary>Whether float32 products may be computed in TF32 on the device: faster, with 10 bits of mantissa.</summary>
                public static bool allow_tf32
                {
                    get => Shim.Check(Shim.worldgan_allow_tf32(0)) != 0;
                    set => Shim.Check(Shim.worldgan_set_allow_tf32(0, value ? 1 : 0));
                }
            }
        }

        public static class cudnn
        {
            /// <summary>The same for convolutions.</summary>
            public static bool allow_tf32
            {
                get => Shim.Check(Shim.worldgan_allow_tf32(1)) != 0;
                set => Shim.Check(Shim.worldgan_set_allow_tf32(1, value ? 1 : 0));
            }
        }
    }
}
