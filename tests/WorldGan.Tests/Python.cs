using System.Diagnostics;

namespace WorldGan.Tests;

/// <summary>A Python on this machine, for tests that other software can read and write our files.</summary>
internal static class Python
{
    /// <summary>Runs a script and gives what it printed; skips the test where no Python has the modules.</summary>
    /// <param name="script">The script's text.</param>
    /// <param name="modules">Modules that it imports beyond the standard library.</param>
    /// <param name="arguments">What the script finds in sys.argv[1:].</param>
    public static string Run(string script, string[] modules, params string[] arguments)
    {
        string? python = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(p => Has(p, modules));
        Skip.If(python is null, $"There is no python3 with {string.Join(", ", modules.DefaultIfEmpty("its standard library"))} on this machine.");
        (int status, string output, string error) = Start(python!, ["-c", script, .. arguments]);
        return status == 0 ? output : throw new InvalidOperationException($"Python ended with status {status}: {error}");
    }

    private static bool Has(string python, string[] modules)
    {
        try
        {
            return Start(python, ["-c", string.Join('\n', modules.Select(m => $"import {m}"))]).Status == 0;
        }
        catch (System.ComponentModel.Win32Exception)                // there is no such program
        {
            return false;
        }
    }

    private static (int Status, string Output, string Error) Start(string python, string[] arguments)
    {
        var start = new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
