namespace WorldGan.Worlds.Json;

/// <summary>Replaces a file in one move, so that no reader and no crash ever sees half of it.</summary>
internal static class WholeFile
{
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string temporary = path + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
