using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>worldgan_tensor_info of native/worldgan_torch.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeTensorInfo
{
    public long Dimensions, Elements;
    public int ScalarType, ElementSize, DeviceType, DeviceIndex;
    public int RequiresGrad, IsLeaf, IsContiguous, IsDefined;
}
