using TorchSharp.Interop;

namespace TorchSharp;

internal static partial class torch
{
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static class random
    {
        public static long initial_seed() => Generator.Default.initial_seed();

        /// <summary>Seeds the default generators of all devices.</summary>
        public static Generator manual_seed(long seed)
        {
            Shim.Check(Shim.worldgan_manual_seed((ulong)seed));
            return Generator.Default;
        }

        public static Tensor get_rng_state() => Generator.Default.get_state();

        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }
}
