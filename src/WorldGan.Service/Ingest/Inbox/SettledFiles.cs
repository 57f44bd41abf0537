namespace WorldGan.Service.Ingest.Inbox;

/// <summary>Files that were dealt with, out of the inbox.</summary>
/// <param name="world">The world's folder.</param>
internal sealed class SettledFiles(WorldFolder world)
{
    /// <summary>Puts a file that was taken in among the others, where it stays for a while in case someone misses it.</summary>
    public void Keep(string path, DateTimeOffset now) => Stamp(Move(path, world.Taken), now);

    /// <summary>Puts a file aside that could not be taken in, or not whole, with the reason in a file beside it.</summary>
    public void Quarantine(string path, string reason, DateTimeOffset now)
    {
        string to = Move(path, world.Quarantine), why = to + ".reason.txt";
        Stamp(to, now);
        File.WriteAllText(why, reason + "\n");
        Stamp(why, now);
    }

    /// <summary>Deletes the files of a folder that came into it before a time.</summary>
    public static void Prune(string folder, DateTimeOffset before)
    {
        if (!Directory.Exists(folder)) return;
        foreach (string file in Directory.GetFiles(folder))
            if (File.GetLastWriteTimeUtc(file) < before.UtcDateTime) File.Delete(file);
    }

    /// <summary>A file is kept from when it was dealt with, not from when it was written.</summary>
    private static void Stamp(string path, DateTimeOffset now) => File.SetLastWriteTimeUtc(path, now.UtcDateTime);

    /// <summary>Moves a file; where its name is there already it gets a number.</summary>
    private static string Move(string path, string folder)
    {
        Directory.CreateDirectory(folder);
        string name = Path.GetFileNameWithoutExtension(path), ending = Path.GetExtension(path), to = Path.Combine(folder, name + ending);
        for (int i = 2; File.Exists(to); i++) to = Path.Combine(folder, $"{name}.{i}{ending}");
        File.Move(path, to);
        return to;
    }
}
