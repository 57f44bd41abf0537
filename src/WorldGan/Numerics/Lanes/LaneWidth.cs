using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace WorldGan.Numerics.Lanes;

/// <summary>How many lanes the kernels use on this machine.</summary>
internal static class LaneWidth
{
    /// <summary>16 with AVX-512, 8 with AVX2 and FMA, 4 on ARM64, otherwise 1. Constant once compiled, so that a switch on it costs nothing.</summary>
    public static int Best =>
        Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated && Fma.IsSupported ? 8 : AdvSimd.Arm64.IsSupported ? 4 : 1;
}
