using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Finds the native shim: where WORLDGAN_LIBTORCH_SHIM says, beside the program, then where eng/build-libtorch-shim.sh puts it.</summary>
internal static class ShimLibrary
{
    internal const string Name = "worldgan_torch";

    private static readonly string FileName = OperatingSystem.IsWindows() ? $"{Name}.dll" : OperatingSystem.IsMacOS() ? $"lib{Name}.dylib" : $"lib{Name}.so";

    /// <exception cref="NotSupportedException">There is none, or it does not load.</exception>
    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Name) return 0;

        var tried = new List<string>();
        foreach (string path in Places(assembly))
        {
            if (!File.Exists(path)) tried.Add($"{path}: not there");
            else if (Load(path, tried) is var library and not 0) return library;
        }
        throw new NotSupportedException(Missing(tried));
    }

    private static IEnumerable<string> Places(Assembly assembly)
    {
        if (Environment.GetEnvironmentVariable("WORLDGAN_LIBTORCH_SHIM") is { Length: > 0 } named)
        {
            yield return Path.GetFullPath(named);
            yield break;
        }
        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "worldgan", FileName);
    }

    private static nint Load(string path, List<string> tried)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            tried.Add($"{path}: {failure.Message.Split('\n')[0]}");
            return 0;
        }
    }

    private static string Missing(List<string> tried) =>
        $"libtorch is needed, but the shim '{FileName}' that binds it could not be loaded ({string.Join("; ", tried)}). "
        + "Install libtorch ('apt-get install libtorch-dev g++ cmake', or 'pip install torch' and a C++ compiler), run eng/build-libtorch-shim.sh, "
        + "or set WORLDGAN_LIBTORCH_SHIM to the library it made.";
}
