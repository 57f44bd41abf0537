using TorchSharp.Interop;

namespace TorchSharp;

internal static partial class torch
{
    /// <summary>A stream of random numbers on one device.</summary>
    public class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null)
            : this(device ?? CPU, Shim.Check(Shim.worldgan_generator_new(seed, (int)(device?.type ?? DeviceType.CPU), device?.index ?? -1)))
        {
        }

        private Generator(Device device, nint handle) => (this.device, Handle) = (device, handle);

        ~Generator() => Dispose(false);

        public static Generator Default => new(CPU, Shim.Check(Shim.worldgan_generator_default()));

        public nint Handle { get; private set; }

        public Device device { get; }

        public Tensor get_state() => new(Shim.Check(Shim.worldgan_generator_state(Handle)));

        public void set_state(Tensor value) => Shim.Check(Shim.worldgan_generator_set_state(Handle, value.Handle));

        public Generator manual_seed(long seed)
        {
            Shim.Check(Shim.worldgan_generator_seed(Handle, (ulong)seed));
            return this;
        }

        public long initial_seed() => (long)Shim.worldgan_generator_initial_seed(Handle);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle == 0) return;
            Shim.worldgan_generator_free(Handle);
            Handle = 0;
        }
    }
}
