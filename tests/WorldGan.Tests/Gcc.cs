using System.Diagnostics;

namespace WorldGan.Tests;

/// <summary>The C compiler of this machine, for tests that what we write in C is C.</summary>
internal static class Gcc
{
    /// <summary>Compiles a file, every warning being an error; skips the test where there is no gcc.</summary>
    public static void Compile(string source, string output) => Make("-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-O1", source, "-o", output, "-lm");

    /// <summary>Makes a library of a file that uses more of Linux than standard C; skips the test where there is no gcc.</summary>
    public static void CompileLibrary(string source, string output) => Make("-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", source, "-o", output, "-ldl");

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it writes.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message is its own.</exception>
    public static byte[] Run(string program, byte[] input, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task write = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        write.Wait();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"{program} ended with status {process.ExitCode}: {error.Result}");
    }

    private static void Make(params string[] arguments)
    {
        try
        {
            Run("gcc", [], arguments);
        }
        catch (System.ComponentModel.Win32Exception)                // there is no such program
        {
            Skip.If(true, "There is no gcc on this machine.");
        }
    }
}
