using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Security;

/// <summary>Makes keys.</summary>
public static class NewKey
{
    /// <summary>Makes a key and writes its hash to keys.json; a running service takes it within a second.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="name">Who gets it, [a-z0-9-]+; a key of this name is replaced.</param>
    /// <param name="role">read, ingest or operate.</param>
    /// <returns>The key, which stands nowhere else.</returns>
    /// <exception cref="FaultyFileException">The name or the role is none, or the file is wrong.</exception>
    public static string Add(string dataFolder, string name, string role)
    {
        var data = new DataFolder(dataFolder);
        string key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var entry = new KeyEntry { Name = name, Role = role, Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) };
        KeyFile file = File.Exists(data.Keys) ? SettingsFile.Read<KeyFile>(data.Keys) : new KeyFile();
        Directory.CreateDirectory(data.Path);
        SettingsFile.Write(data.Keys, file with { Keys = [.. file.Keys.Where(other => other.Name != name), entry] });
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(data.Keys, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return key;
    }
}
