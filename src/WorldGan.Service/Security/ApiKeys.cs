using System.Security.Cryptography;
using System.Text;
using WorldGan.Service.Operations;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Security;

/// <summary>The keys of keys.json. The file is looked at again every second, so a key is withdrawn without a restart.</summary>
/// <param name="data">The folder with the file; without it there are no keys.</param>
/// <param name="time">When to look again.</param>
/// <param name="logger">Told what was read.</param>
internal sealed class ApiKeys(DataFolder data, TimeProvider time, ILogger<ApiKeys> logger)
{
    private readonly Pace _looks = new(time, TimeSpan.FromSeconds(1));
    private readonly Lock _reading = new();
    private volatile Keys _keys = new([], DateTime.MinValue);
    private volatile bool _wereAny;
    private string? _fault;

    /// <summary>Whether there are keys, or were since the start: then every request needs one. A file that is lost, or replaced by two steps of an editor, opens nothing.</summary>
    public bool Any => Current().Length > 0 || _wereAny;

    /// <summary>Reads the file for the first time.</summary>
    /// <exception cref="FaultyFileException">The file is wrong.</exception>
    public void Open() => Read();

    /// <summary>Whose key this is, or null. All keys are compared, each in constant time, so that the time tells nothing.</summary>
    public KeyEntry? Find(string key)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        KeyEntry? found = null;
        foreach ((KeyEntry entry, byte[] expected) in Current())
            if (CryptographicOperations.FixedTimeEquals(hash, expected)) found = entry;
        return found;
    }

    private (KeyEntry Entry, byte[] Hash)[] Current()
    {
        if (_looks.TryBegin()) TryRead();
        return _keys.Entries;
    }

    private void TryRead()
    {
        try
        {
            Read();
            _fault = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            if (e.Message != _fault) logger.KeysFaulty(e.Message);               // once, and not every second until somebody comes
            _fault = e.Message;
        }
    }

    private void Read()
    {
        lock (_reading)
        {
            DateTime written = File.GetLastWriteTimeUtc(data.Keys);
            if (written == _keys.Written) return;
            IReadOnlyList<KeyEntry> entries = File.Exists(data.Keys) ? SettingsFile.Read<KeyFile>(data.Keys).Keys : [];
            _keys = new Keys([.. entries.Select(entry => (entry, Convert.FromHexString(entry.Sha256)))], written);
            _wereAny |= entries.Count > 0;
            logger.KeysRead(entries.Count);
        }
    }

    private sealed record Keys((KeyEntry Entry, byte[] Hash)[] Entries, DateTime Written);
}
