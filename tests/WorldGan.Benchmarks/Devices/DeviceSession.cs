using System.Diagnostics;
using System.Runtime.InteropServices;
using WorldGan.Benchmarks.Comparing;
using WorldGan.Benchmarks.Measuring;
using WorldGan.Torch;
using WorldGan.Torch.CudaGraphs;
using static TorchSharp.torch;

namespace WorldGan.Benchmarks.Devices;

/// <summary>A device of libtorch that work is given to without waiting for it: it is waited for before and after a measurement, never inside.</summary>
internal sealed class DeviceSession
{
    private DeviceSession(string name) => (Name, Device) = (name, name == TorchEngine.Cuda ? CUDA : CPU);

    /// <summary>As <c>--device</c> names it.</summary>
    public string Name { get; }

    public Device Device { get; }

    /// <summary>Whether work can be captured as a CUDA graph here.</summary>
    public bool Captures => Name == TorchEngine.Cuda && CudaGraph.WhyNot is null;

    /// <summary>As PyTorch names it.</summary>
    public string PeerName => Name == TorchEngine.Cuda ? "cuda" : "cpu";

    /// <param name="name">One of the names of <see cref="TorchEngine"/>.</param>
    /// <param name="allowTf32">Whether products of matrices may be rounded to TF32.</param>
    /// <param name="threads">Of libtorch on the CPU.</param>
    /// <exception cref="InvalidOperationException">There is no libtorch, or no such device.</exception>
    public static DeviceSession Open(string name, bool allowTf32 = false, int threads = 1)
    {
        _ = TorchEngine.Open(name);                        // says what is missing
        set_num_threads(threads);
        var session = new DeviceSession(name);
        if (name == TorchEngine.Cuda) backends.cuda.matmul.allow_tf32 = allowTf32;
        return session;
    }

    /// <summary>Waits until the device has done all that it was given.</summary>
    public void Wait()
    {
        if (Name == TorchEngine.Cuda) cuda.synchronize();
    }

    /// <summary>Calls a second by the clock on the wall, of as many calls as fit into the time.</summary>
    /// <exception cref="PeerException">libtorch stopped, as where the device has too little memory.</exception>
    public Sample Take(Action call, double seconds)
    {
        try
        {
            double once = Seconds(call, 1);
            int calls = (int)Math.Clamp(seconds / once, 1, 1e6);
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            double wall = Seconds(call, calls);
            return new Sample(calls / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, calls / wall);
        }
        catch (ExternalException e)
        {
            throw new PeerException($"libtorch: {e.Message.Split('\n')[0]}");
        }
    }

    private double Seconds(Action call, int calls)
    {
        Wait();
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < calls; i++) call();
        Wait();
        return watch.Elapsed.TotalSeconds;
    }
}
