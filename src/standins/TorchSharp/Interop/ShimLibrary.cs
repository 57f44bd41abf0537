using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Finds the native shim: where WORLDGAN_LIBTORCH_SHIM says, beside the program, then where eng/build-libtorch-shim.sh puts it.</summary>
internal static class ShimLibrary
{
    internal const string Name = "worldgan_torch";

    private const int Interface = 1;                       // WORLDGAN_TORCH_INTERFACE of native/worldgan_torch.h

    private static readonly string FileName = OperatingSystem.IsWindows() ? $"{Name}.dll" : OperatingSystem.IsMacOS() ? $"lib{Name}.dylib" : $"lib{Name}.so";

    private static nint _loaded;

    /// <exception cref="NotSupportedException">There is none, or it does not load.</exception>
    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Name) return 0;
        if (_loaded == 0) _loaded = Load(Environment.GetEnvironmentVariable("WORLDGAN_LIBTORCH_SHIM"));
        return _loaded;
    }

    /// <param name="named">The library's path where the user gives one: then no other is tried.</param>
    internal static nint Load(string? named)
    {
        var tried = new List<string>();
        foreach (string path in string.IsNullOrEmpty(named) ? Places : [Path.GetFullPath(named)])
        {
            if (!File.Exists(path)) tried.Add($"{path}: not there");
            else if (Load(path, tried) is var library and not 0 && IsCurrent(library, path, tried)) return library;
        }
        throw new NotSupportedException(Missing(tried));
    }

    private static string[] Places =>
    [
        Path.Combine(AppContext.BaseDirectory, FileName),
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "worldgan", FileName),
    ];

    private static nint Load(string path, List<string> tried)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            tried.Add($"{path}: {failure.Message.ReplaceLineEndings(" ")}");
            return 0;
        }
    }

    private static unsafe bool IsCurrent(nint library, string path, List<string> tried)
    {
        bool isCurrent = NativeLibrary.TryGetExport(library, "worldgan_torch_interface", out nint number) && ((delegate* unmanaged<int>)number)() == Interface;
        if (!isCurrent) tried.Add($"{path}: built from another version, build it again");
        return isCurrent;
    }

    private static string Missing(List<string> tried) =>
        $"libtorch is needed, but the shim '{FileName}' that binds it could not be loaded ({string.Join("; ", tried)}). "
        + "Install libtorch ('apt-get install libtorch-dev libopenblas0 g++ cmake', or 'pip install torch' and a C++ compiler), run eng/build-libtorch-shim.sh, "
        + "or set WORLDGAN_LIBTORCH_SHIM to the library it made.";
}
