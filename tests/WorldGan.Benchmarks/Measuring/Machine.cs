using System.Diagnostics;
using System.Runtime.InteropServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Benchmarks.Measuring;

/// <summary>The machine that a table was measured on.</summary>
internal static class Machine
{
    public const string Rule = "Compare ratios, never times between machines.";

    private const string Avx512Switch = "DOTNET_EnableAVX512";

    /// <summary>Whether the runtime was told to leave AVX-512 alone, so that a peer has to as well.</summary>
    public static bool IsWithoutAvx512 => Environment.GetEnvironmentVariable(Avx512Switch) == "0";

    /// <summary>The command line that measures this.</summary>
    /// <param name="verb">The verb of this program, with its options.</param>
    public static string Command(string verb) => $"{(IsWithoutAvx512 ? $"{Avx512Switch}=0 " : "")}dotnet run -c Release --project tests/WorldGan.Benchmarks -- {verb}";

    /// <summary>Processor, cores, width of vectors and runtime in a line.</summary>
    public static string Description =>
        $"{Processor}, {Environment.ProcessorCount} cores, {LaneWidth.Best} lanes of float, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";

    /// <summary>Binds all threads of this process to one core; children inherit that.</summary>
    /// <exception cref="InvalidOperationException">There is no such core, or no taskset.</exception>
    public static void PinTo(int core)
    {
        var start = new ProcessStartInfo("taskset", ["--all-tasks", "--pid", "--cpu-list", $"{core}", $"{Environment.ProcessId}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process taskset = Process.Start(start)!;
            string error = taskset.StandardError.ReadToEnd();
            taskset.WaitForExit();
            if (taskset.ExitCode != 0) throw new InvalidOperationException($"Cannot bind to core {core}: {error.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("Expected the command taskset (Linux, package util-linux), got none: both sides must run on one core.");
        }
    }

    private static string Processor
    {
        get
        {
            const string Cpus = "/proc/cpuinfo";
            string? model = File.Exists(Cpus) ? File.ReadLines(Cpus).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
            return model?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
