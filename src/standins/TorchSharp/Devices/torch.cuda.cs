using TorchSharp.Interop;

namespace TorchSharp;

internal static partial class torch
{
    public static class cuda
    {
        public static bool is_available() => TryInitializeDeviceType(DeviceType.CUDA);

        public static bool is_cudnn_available() => Shim.Check(Shim.worldgan_cuda_cudnn_is_available()) != 0;

        public static int device_count() => Shim.Check(Shim.worldgan_cuda_device_count());

        public static void manual_seed(long seed) => Shim.Check(Shim.worldgan_cuda_manual_seed((ulong)seed, 0));

        public static void manual_seed_all(long seed) => Shim.Check(Shim.worldgan_cuda_manual_seed((ulong)seed, 1));

        /// <summary>Waits until the device has done all that was asked of it.</summary>
        public static void synchronize(Device? device = null) => Shim.Check(Shim.worldgan_cuda_synchronize(device?.index ?? -1));
    }
}
