using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Records operations for differentiation or not, on this thread, until it is disposed.</summary>
internal class AutoGradMode : IDisposable
{
    private readonly bool _before = IsEnabled;

    public AutoGradMode(bool enabled) => Shim.worldgan_set_grad_mode(enabled ? 1 : 0);

    public static bool IsEnabled => Shim.worldgan_grad_mode() != 0;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    public void Dispose(bool disposing)
    {
        if (disposing) Shim.worldgan_set_grad_mode(_before ? 1 : 0);
    }
}
