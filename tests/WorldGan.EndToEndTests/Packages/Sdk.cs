using System.Diagnostics;

namespace WorldGan.EndToEndTests.Packages;

/// <summary>Programs that a test runs to their end.</summary>
internal static class Sdk
{
    /// <summary>Runs a command of the .NET SDK; what it says where it ends well.</summary>
    public static string Dotnet(string workingFolder, params string[] arguments) => Run(workingFolder, "dotnet", arguments);

    /// <summary>Runs a program; what it says where it ends well.</summary>
    public static string Run(string workingFolder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = workingFolder, RedirectStandardOutput = true, RedirectStandardError = true };
        // What the host of the tests sets for itself would mislead another build, and servers of a build would outlive the test.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"Expected exit code 0 of {program} {string.Join(' ', arguments)}, got {process.ExitCode}:\n{output}{error.Result}");
        return output;
    }
}
