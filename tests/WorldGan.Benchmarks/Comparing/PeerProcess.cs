using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using WorldGan.Benchmarks.Measuring;
using WorldGan.Numerics;

namespace WorldGan.Benchmarks.Comparing;

/// <summary>PyTorch in a process of its own that answers lines of JSON with lines of JSON. It inherits the cores of this process; without a device it has one thread.</summary>
internal sealed class PeerProcess : IDisposable
{
    // In favour of PyTorch, by up to 1.4 times: blocks that were freed stay with the process, so that large tensors need no fresh pages.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("OMP_NUM_THREADS", "1"), ("OPENBLAS_NUM_THREADS", "1"), ("MKL_NUM_THREADS", "1"),
        ("MALLOC_MMAP_THRESHOLD_", $"{32 << 20}"), ("MALLOC_TRIM_THRESHOLD_", $"{1 << 30}"),
        .. Machine.IsWithoutAvx512 ? [("OPENBLAS_CORETYPE", "Haswell"), ("ATEN_CPU_CAPABILITY", "avx2"), ("DNNL_MAX_CPU_ISA", "AVX2")] : Array.Empty<(string, string)>(),
    ];

    private readonly string _tensors = Path.Combine(Path.GetTempPath(), $"worldgan-peers-{System.Environment.ProcessId}.safetensors");
    private readonly Process _process;
    private readonly PosixSignalRegistration[] _signals;

    private PeerProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, _) => { };       // warnings; what matters is answered
        _process.BeginErrorReadLine();
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, _ => Stop()))];
        Hello = Read();
    }

    /// <summary>What the process' environment was set to.</summary>
    public static string Environment => string.Join(' ', Settings.Select(s => $"{s.Name}={s.Value}"));

    /// <summary>PyTorch's first line: who it is.</summary>
    public JsonObject Hello { get; }

    /// <summary>Floating-point operations a second in a product of matrices.</summary>
    public double MultiplyRate => (double)Hello["multiplyRate"]!;

    /// <summary>Starts PyTorch and waits for its first line.</summary>
    /// <param name="python">The command of a Python that has PyTorch.</param>
    /// <param name="device">PyTorch's name of the device to work on; null for one core of the CPU.</param>
    /// <exception cref="PeerException">There is no such Python, or it has no PyTorch.</exception>
    public static PeerProcess Start(string python, string? device = null)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peers", device is null ? "peer.py" : "device_peer.py"), .. device is null ? [] : new[] { device }])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("OPENBLAS_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);                // it knows the processor; the kernels of an older one may have half the lanes
        foreach ((string name, string value) in device is null ? Settings : []) start.Environment[name] = value;
        try
        {
            return new PeerProcess(Process.Start(start)!);
        }
        catch (Win32Exception)
        {
            throw new PeerException($"Expected a Python with PyTorch at '{python}', got none. Install it (Debian: apt install python3-torch), or name one with --python.");
        }
    }

    /// <summary>Has the work built and checked.</summary>
    /// <returns>The ways in which PyTorch does it, by name, and the largest difference to WorldGan's numbers.</returns>
    public (string[] Ways, double Difference) Load(PeerCase work)
    {
        new SafetensorsFile(work.Tensors(), new Dictionary<string, string>()).Write(_tensors);
        work.Request["file"] = _tensors;
        JsonObject answer = Ask(work.Request);
        File.Delete(_tensors);
        return ([.. answer["ways"]!.AsArray().Select(way => (string)way!)], (double)answer["difference"]!);
    }

    /// <summary>Changes a setting of PyTorch's process.</summary>
    public void Set(string setting, JsonNode value) => Ask(new JsonObject { ["set"] = setting, ["value"] = value });

    /// <summary>Runs the loaded work.</summary>
    public Sample Take(string way, double seconds, int least = 1)
    {
        JsonObject answer = Ask(new JsonObject { ["way"] = way, ["seconds"] = seconds, ["least"] = least });
        return new Sample((double)answer["cpuRate"]!, (double)answer["wallRate"]!);
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals) signal.Dispose();
        Stop();
        _process.Dispose();
    }

    private JsonObject Ask(JsonObject request)
    {
        _process.StandardInput.WriteLine(request.ToJsonString());
        return Read();
    }

    private JsonObject Read()
    {
        string line = _process.StandardOutput.ReadLine() ?? throw new PeerException("PyTorch's process ended without an answer.");
        JsonObject answer = JsonNode.Parse(line)!.AsObject();
        return answer["error"] is { } error ? throw new PeerException($"PyTorch: {error}") : answer;
    }

    private void Stop()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true); // compilers too
        File.Delete(_tensors);
    }
}
