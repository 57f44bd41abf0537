using System.Reflection;
using System.Runtime.InteropServices;

namespace WorldGan.Torch.CudaGraphs;

/// <summary>The functions of native/graphs/worldgan_cuda_graphs.h, and where they are.</summary>
internal static unsafe partial class GraphLibrary
{
    private const string Name = "worldgan_cuda_graphs", FileName = $"lib{Name}.so";
    private const int Interface = 1;                       // WORLDGAN_GRAPHS_INTERFACE

    private static readonly Lazy<(nint Library, string? WhyNot)> Loaded = new(Load);

    static GraphLibrary() => NativeLibrary.SetDllImportResolver(typeof(GraphLibrary).Assembly, Resolve);

    /// <summary>Why the functions cannot be called; null where they can.</summary>
    public static string? WhyNot => Loaded.Value.WhyNot;

    [LibraryImport(Name)] public static partial nint worldgan_graph_enter();
    [LibraryImport(Name)] public static partial int worldgan_graph_begin(nint graph);
    [LibraryImport(Name)] public static partial int worldgan_graph_end(nint graph);
    [LibraryImport(Name)] public static partial int worldgan_graph_leave(nint graph);
    [LibraryImport(Name)] public static partial int worldgan_graph_replay(nint graph);
    [LibraryImport(Name)] public static partial void worldgan_graph_free(nint graph);

    /// <exception cref="ExternalException">A function failed; the message is libtorch's.</exception>
    public static void Check(int result)
    {
        if (result < 0) throw Failure();
    }

    /// <summary>Why the last function of this thread failed.</summary>
    public static ExternalException Failure() => new(Marshal.PtrToStringUTF8((nint)worldgan_graphs_error())!.Split('\n')[0]);

    [LibraryImport(Name)] private static partial byte* worldgan_graphs_error();

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) => name == Name ? Loaded.Value.Library : 0;

    private static (nint Library, string? WhyNot) Load()
    {
        var tried = new List<string>();
        foreach (string path in Places().Select(folder => Path.Combine(folder, FileName)).Distinct())
        {
            if (!File.Exists(path)) tried.Add($"{path}: not there");
            else if (Open(path, tried) is var library and not 0) return (library, null);
        }

        return (0, $"CUDA graphs need {FileName}, which eng/build-libtorch-shim.sh builds where libtorch and the headers are for CUDA ({string.Join("; ", tried)}).");
    }

    // Where the shim is, which the same script builds.
    private static IEnumerable<string> Places()
    {
        if (Environment.GetEnvironmentVariable("WORLDGAN_LIBTORCH_SHIM") is { Length: > 0 } shim) yield return Path.GetDirectoryName(Path.GetFullPath(shim))!;
        yield return AppContext.BaseDirectory;
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "worldgan");
    }

    private static nint Open(string path, List<string> tried)
    {
        try
        {
            nint library = NativeLibrary.Load(path);
            if (NativeLibrary.TryGetExport(library, "worldgan_graphs_interface", out nint number) && ((delegate* unmanaged<int>)number)() == Interface) return library;
            tried.Add($"{path}: built from another version, build it again");
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            tried.Add($"{path}: {failure.Message.ReplaceLineEndings(" ")}");
        }

        return 0;
    }
}
