using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using WorldGan.Tests;

namespace WorldGan.EndToEndTests.Docs;

/// <summary>
/// Pastes the bash blocks of a page one after the other into one shell, so that variables and processes in the background live on to the next block.
/// The shell stops at the first command that fails.
/// </summary>
internal sealed class PageRun : IDisposable
{
    private const string Address = "127.0.0.1:5080";                            // other services of this machine may have it
    private static readonly TimeSpan LongestPage = TimeSpan.FromMinutes(20);    // only so that a hang fails instead of lasting for ever

    private readonly TemporaryFolder _outputs = new();
    private readonly string _folder;

    /// <param name="folder">Where the commands run.</param>
    public PageRun(string folder) => _folder = folder;

    /// <summary>Runs all blocks that this machine runs, and compares each with the text block behind it.</summary>
    public void Follow(IReadOnlyList<DocBlock> blocks)
    {
        int status = Shell(Script(blocks));
        int last = File.ReadAllLines(_outputs.File("begun")).Length;
        DocBlock[] commands = Commands(blocks);
        if (status != 0) Assert.Fail($"{commands[last - 1].Place}: expected commands that succeed, got status {status}:\n{Output(last - 1)}");
        for (int i = 0; i < commands.Length; i++)
            if (Expected(blocks, commands[i]) is { } expected)
                Assert.True(ExpectedText.Matches(expected.Text, Output(i)), $"{expected.Place}: expected\n{expected.Text}\ngot\n{Output(i)}");
    }

    public void Dispose() => _outputs.Dispose();

    private static DocBlock[] Commands(IEnumerable<DocBlock> blocks) => [.. blocks.Where(block => block.Language == "bash" && block.LeftOut() is null)];

    private static DocBlock? Expected(IReadOnlyList<DocBlock> blocks, DocBlock command)
    {
        int next = blocks.ToList().IndexOf(command) + 1;
        return next < blocks.Count && blocks[next].Language == "text" ? blocks[next] : null;
    }

    private string Output(int block) => File.ReadAllText(_outputs.File($"{block}"));

    private string Script(IReadOnlyList<DocBlock> blocks)
    {
        var script = new StringBuilder("set -euo pipefail\ntrap 'kill $(jobs -p) 2> /dev/null || true; wait' EXIT\nchmod +x \"$OUTPUTS/programs/worldgan\"\n");
        foreach ((int i, DocBlock block) in Commands(blocks).Index())
            script.Append($"echo {i} >> \"$OUTPUTS/begun\"\n{{\n{block.Text}}} > \"$OUTPUTS/{i}\" 2>&1\n");
        return script.ToString().Replace(Address, $"127.0.0.1:{FreePort()}", StringComparison.Ordinal);
    }

    private int Shell(string script)
    {
        string programs = Directory.CreateDirectory(_outputs.File("programs")).FullName;
        File.WriteAllText(Path.Combine(programs, "worldgan"), $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "WorldGan.Cli.dll")}' \"$@\"\n");
        File.WriteAllText(_outputs.File("script"), script);
        var start = new ProcessStartInfo("bash", [_outputs.File("script")]) { WorkingDirectory = _folder };
        start.Environment["PATH"] = $"{programs}:{start.Environment["PATH"]}";
        start.Environment["OUTPUTS"] = _outputs.File("");
        using Process process = Process.Start(start)!;
        if (!process.WaitForExit(LongestPage)) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return process.ExitCode;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
