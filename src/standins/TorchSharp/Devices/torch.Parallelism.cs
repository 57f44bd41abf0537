using TorchSharp.Interop;

namespace TorchSharp;

internal static partial class torch
{
    public static int get_num_threads() => Shim.worldgan_threads();

    public static void set_num_threads(int num) => Shim.Check(Shim.worldgan_set_threads(num));

    public static int get_num_interop_threads() => Shim.worldgan_interop_threads();

    public static void set_num_interop_threads(int num) => Shim.Check(Shim.worldgan_set_interop_threads(num));
}
