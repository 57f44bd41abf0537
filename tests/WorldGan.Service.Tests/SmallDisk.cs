using System.Diagnostics;
using WorldGan.Tests;

namespace WorldGan.Service.Tests;

/// <summary>A disk that is soon full: in memory, and gone with the test.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Makes one, or skips the test where that is not possible.</summary>
    /// <param name="kilobytes">Its size.</param>
    public SmallDisk(int kilobytes)
    {
        Path = _folder.File("disk");
        Directory.CreateDirectory(Path);
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs root on Linux, to mount a small disk");
        Skip.IfNot(Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", Path) == 0, "needs to mount a small disk");
    }

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    private string Other => System.IO.Path.Combine(Path, "other");

    /// <summary>Takes all of its room but a few bytes, as another program might.</summary>
    public void Fill()
    {
        using var file = new FileStream(Other, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4096];
        try
        {
            while (true) file.Write(page);
        }
        catch (IOException)
        {
            // full
        }
    }

    /// <summary>Takes so many bytes of its room.</summary>
    public void Fill(int bytes) => File.WriteAllBytes(Other, new byte[bytes]);

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Other);

    public void Dispose()
    {
        Run("umount", Path);
        _folder.Dispose();
    }

    private static int Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(command, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
