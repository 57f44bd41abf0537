using System.Diagnostics;
using System.Text;

namespace WorldGan.EndToEndTests.Cli;

/// <summary>The command line as a process of its own, as users run it.</summary>
internal sealed class CliProcess : IDisposable
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);     // only so that a hang fails instead of lasting for ever

    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly Task<string> _error;

    private CliProcess(string workingFolder, string[] arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "WorldGan.Cli.dll"), .. arguments]) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    public StreamWriter In => _process.StandardInput;

    public static CliProcess Start(string workingFolder, params string[] arguments) => new(workingFolder, arguments);

    /// <summary>Starts with variables of the environment.</summary>
    public static CliProcess StartWith((string Name, string Value)[] variables, string workingFolder, params string[] arguments) => new(workingFolder, arguments, variables);

    /// <summary>Runs to the end.</summary>
    public static CliResult Run(string workingFolder, params string[] arguments) => RunWith([], workingFolder, arguments);

    /// <summary>Runs to the end with variables of the environment.</summary>
    public static CliResult RunWith((string Name, string Value)[] variables, string workingFolder, params string[] arguments)
    {
        using var process = new CliProcess(workingFolder, arguments, variables);
        process.In.Close();
        return process.Finish();
    }

    /// <summary>The next line of standard output; null at its end.</summary>
    public string? ReadLine()
    {
        string? line = _process.StandardOutput.ReadLine();
        if (line is not null) _out.Append(line).Append('\n');
        return line;
    }

    /// <summary>Reads lines until one holds the text.</summary>
    public void ReadUntil(string text)
    {
        while (ReadLine() is { } line)
            if (line.Contains(text, StringComparison.Ordinal)) return;
        Assert.Fail($"Expected a line with '{text}', got:\n{_out}{_error.Result}");
    }

    /// <summary>Hangs up: whatever the process goes on to write, nobody reads it.</summary>
    public void StopReading() => _process.StandardOutput.Close();

    public void Kill() => _process.Kill();

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public CliResult Finish()
    {
        while (ReadLine() is not null)
        {
            // Only the end matters here; ReadLine keeps the text.
        }

        WaitForExit();
        return new CliResult(_process.ExitCode, _out.ToString(), _error.Result);
    }

    public void WaitForExit() => Assert.True(_process.WaitForExit(LongestRun), "Expected the process to end, got one that goes on.");

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}

/// <summary>What a process left behind.</summary>
internal sealed record CliResult(int ExitCode, string Out, string Error)
{
    /// <summary>Fails with the process's own words where it did not end well.</summary>
    public CliResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"Expected exit code 0, got {ExitCode}:\n{Out}{Error}");
        return this;
    }
}
