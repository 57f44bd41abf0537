using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using WorldGan.Benchmarks.Measuring;
using WorldGan.Numerics;

namespace WorldGan.Benchmarks.Comparing;

/// <summary>PyTorch in a process of its own that answers lines of JSON with lines of JSON. It runs on the cores of this process, with one thread.</summary>
internal sealed class PeerProcess : IDisposable
{
    // In favour of PyTorch: freed blocks stay with the process, so that large tensors need no fresh pages at every operation.
    private static readonly KeyValuePair<string, string>[] Settings =
    [
        new("OMP_NUM_THREADS", "1"), new("OPENBLAS_NUM_THREADS", "1"), new("MKL_NUM_THREADS", "1"), new("MALLOC_MMAP_THRESHOLD_", $"{32 << 20}"), new("MALLOC_TRIM_THRESHOLD_", $"{1 << 30}"),
    ];

    private readonly Process _process;
    private readonly PosixSignalRegistration[] _signals;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("worldgan-peers-");

    /// <summary>Starts PyTorch and waits for its first line.</summary>
    /// <param name="python">The command of a Python that has PyTorch.</param>
    /// <exception cref="PeerException">There is no such Python, or it has no PyTorch.</exception>
    public PeerProcess(string python)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peers", "peer.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in Settings) start.Environment[name] = value;
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new PeerException($"Expected a Python with PyTorch at '{python}', got none. Install it (Debian: apt install python3-torch), or name one with --python.");
        }

        _process.ErrorDataReceived += (_, _) => { };       // warnings; what matters is answered
        _process.BeginErrorReadLine();
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, _ => Stop()))];
        Hello = Read();
    }

    /// <summary>Versions, and how fast PyTorch multiplies.</summary>
    public JsonObject Hello { get; }

    /// <summary>What the environment was set to, for the report.</summary>
    public static string Environment => string.Join(' ', Settings.Select(s => $"{s.Key}={s.Value}"));

    /// <summary>Has the work built and checked.</summary>
    /// <returns>The ways in which PyTorch does it, by name, and the largest difference to WorldGan's numbers.</returns>
    public (string[] Variants, double Difference) Load(PeerCase work)
    {
        string file = Path.Combine(_folder.FullName, "case.safetensors");
        new SafetensorsFile(work.Tensors(), new Dictionary<string, string>()).Write(file);
        work.Request["file"] = file;
        JsonObject answer = Ask(work.Request);
        return ([.. answer["variants"]!.AsArray().Select(v => (string)v!)], (double)answer["difference"]!);
    }

    /// <summary>Runs the loaded work.</summary>
    public Sample Take(string variant, double seconds, int least = 1)
    {
        JsonObject answer = Ask(new JsonObject { ["variant"] = variant, ["seconds"] = seconds, ["least"] = least });
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
        if (!_process.HasExited) _process.Kill();
        if (_folder.Exists) _folder.Delete(recursive: true);
    }
}
