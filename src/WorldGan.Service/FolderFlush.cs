using System.Runtime.InteropServices;

namespace WorldGan.Service;

/// <summary>Makes what was created, renamed or deleted in a folder survive a loss of power: flushing a file keeps what is in it, not its name.</summary>
internal static class FolderFlush
{
    private const int ReadOnly = 0;

    /// <summary>Makes a folder, and those that it is in, where they are not there; what is made is on the disk when this returns.</summary>
    /// <exception cref="IOException">It cannot be made, or the disk refuses.</exception>
    public static void Create(string folder)
    {
        if (Directory.Exists(folder)) return;
        string? parent = Path.GetDirectoryName(folder);
        if (parent is not null) Create(parent);
        Directory.CreateDirectory(folder);
        if (parent is not null) Flush(parent);
    }

    /// <summary>Flushes the names in a folder to the disk. Windows keeps names by itself.</summary>
    /// <exception cref="IOException">The folder is not there, or the disk refuses.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int handle = Open(folder, ReadOnly);
        if (handle < 0) throw Fault(folder);
        try
        {
            if (Synchronise(handle) != 0) throw Fault(folder);
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Fault(string folder) => new($"{folder}: expected a folder whose names can be flushed to the disk, got: {Marshal.GetLastPInvokeErrorMessage()}");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Synchronise(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int handle);
}
