using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

internal static partial class torch
{
    private static bool _loaded;

    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)Shim.worldgan_torch_version())!;

    /// <returns>Whether the device can be used here.</returns>
    /// <exception cref="NotSupportedException">libtorch cannot be loaded.</exception>
    public static bool TryInitializeDeviceType(DeviceType deviceType)
    {
        if (deviceType == DeviceType.MPS) return false;
        if (!_loaded) _ = __version__;
        _loaded = true;
        return deviceType != DeviceType.CUDA || Shim.Check(Shim.worldgan_cuda_is_available()) != 0;
    }

    /// <exception cref="NotSupportedException">libtorch cannot be loaded.</exception>
    /// <exception cref="InvalidOperationException">libtorch has no such device here.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
    }

    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }
}
