using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The functions of native/worldgan_torch.h. One that fails returns a negative number or null: <see cref="Check(int)"/>.</summary>
internal static unsafe partial class Shim
{
    private const string Library = ShimLibrary.Name;

    static Shim() => NativeLibrary.SetDllImportResolver(typeof(Shim).Assembly, ShimLibrary.Resolve);

    [LibraryImport(Library)] private static partial byte* worldgan_torch_error();
    [LibraryImport(Library)] internal static partial byte* worldgan_torch_version();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial nint worldgan_operator(string name, string overload);
    [LibraryImport(Library)] internal static partial int worldgan_call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity);
    [LibraryImport(Library)] internal static partial void worldgan_results(NativeValue* results);

    [LibraryImport(Library)] internal static partial nint worldgan_tensor_from_memory(void* data, long* shape, int dimensions, int scalarType, delegate* unmanaged<nint, void> release, nint context);
    [LibraryImport(Library)] internal static partial void worldgan_tensor_free(nint tensor);
    [LibraryImport(Library)] internal static partial long worldgan_tensor_count();
    [LibraryImport(Library)] internal static partial int worldgan_tensor_describe(nint tensor, NativeTensorInfo* info);
    [LibraryImport(Library)] internal static partial int worldgan_tensor_shape(nint tensor, long* sizes, long* strides);
    [LibraryImport(Library)] internal static partial nint worldgan_tensor_data(nint tensor);

    [LibraryImport(Library)] internal static partial int worldgan_requires_grad(nint tensor, int value);
    [LibraryImport(Library)] internal static partial int worldgan_grad(nint tensor, nint* grad);
    [LibraryImport(Library)] internal static partial int worldgan_set_grad(nint tensor, nint grad);
    [LibraryImport(Library)] internal static partial int worldgan_backward(nint* tensors, int count, nint* gradients, int gradientCount, int retainGraph, int createGraph, nint* inputs, int inputCount);
    [LibraryImport(Library)] internal static partial int worldgan_autograd_grad(nint* outputs, int outputCount, nint* inputs, int inputCount, nint* gradients, int gradientCount, int retainGraph, int createGraph, int allowUnused, nint* results);
    [LibraryImport(Library)] internal static partial int worldgan_grad_mode();
    [LibraryImport(Library)] internal static partial void worldgan_set_grad_mode(int enabled);
    [LibraryImport(Library)] internal static partial nint worldgan_inference_mode_enter(int enabled);
    [LibraryImport(Library)] internal static partial void worldgan_inference_mode_leave(nint guard);
    [LibraryImport(Library)] internal static partial int worldgan_inference_mode();

    [LibraryImport(Library)] internal static partial int worldgan_manual_seed(ulong seed);
    [LibraryImport(Library)] internal static partial nint worldgan_generator_new(ulong seed, int deviceType, int deviceIndex);
    [LibraryImport(Library)] internal static partial nint worldgan_generator_default();
    [LibraryImport(Library)] internal static partial void worldgan_generator_free(nint generator);
    [LibraryImport(Library)] internal static partial int worldgan_generator_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial ulong worldgan_generator_initial_seed(nint generator);
    [LibraryImport(Library)] internal static partial nint worldgan_generator_state(nint generator);
    [LibraryImport(Library)] internal static partial int worldgan_generator_set_state(nint generator, nint state);

    [LibraryImport(Library)] internal static partial int worldgan_cuda_is_available();
    [LibraryImport(Library)] internal static partial int worldgan_cuda_device_count();
    [LibraryImport(Library)] internal static partial int worldgan_cuda_cudnn_is_available();
    [LibraryImport(Library)] internal static partial int worldgan_cuda_synchronize(long deviceIndex);
    [LibraryImport(Library)] internal static partial int worldgan_cuda_manual_seed(ulong seed, int allDevices);
    [LibraryImport(Library)] internal static partial int worldgan_threads();
    [LibraryImport(Library)] internal static partial int worldgan_set_threads(int count);
    [LibraryImport(Library)] internal static partial int worldgan_interop_threads();
    [LibraryImport(Library)] internal static partial int worldgan_set_interop_threads(int count);
    [LibraryImport(Library)] internal static partial int worldgan_allow_tf32(int cudnn);
    [LibraryImport(Library)] internal static partial int worldgan_set_allow_tf32(int cudnn, int allow);

    /// <returns>The result of a function that did not fail.</returns>
    /// <exception cref="ExternalException">It failed; the message is libtorch's.</exception>
    internal static int Check(int result) => result >= 0 ? result : throw Failure();

    /// <inheritdoc cref="Check(int)"/>
    internal static nint Check(nint result) => result != 0 ? result : throw Failure();

    private static ExternalException Failure() => new(Marshal.PtrToStringUTF8((nint)worldgan_torch_error()));
}
