using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Tensors made on this thread until it is disposed can never be differentiated, which makes them cheaper.</summary>
internal class InferenceMode : IDisposable
{
    private nint _guard;

    public InferenceMode(bool mode) => _guard = Shim.Check(Shim.worldgan_inference_mode_enter(mode ? 1 : 0));

    public static bool IsEnabled => Shim.worldgan_inference_mode() != 0;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    public void Dispose(bool disposing)
    {
        if (!disposing || _guard == 0) return;
        Shim.worldgan_inference_mode_leave(_guard);
        _guard = 0;
    }
}
