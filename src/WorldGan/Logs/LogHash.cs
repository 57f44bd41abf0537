using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace WorldGan.Logs;

/// <summary>
/// SHA-256 over the values of episodes, whatever form they stand in: for each its name, first step, steps and ending, then its
/// states, actions, rewards and, where there are, probabilities of actions, all numbers little-endian. The same data as .csv and as .wglog has the same hash.
/// </summary>
public sealed class LogHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Takes in the next episode; order counts.</summary>
    public void Add(Episode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        byte[] id = Encoding.UTF8.GetBytes(episode.Id);
        Append<int>([id.Length]);
        _hash.AppendData(id);
        Append<int>([episode.FirstStep, episode.Count, (int)episode.Ending]);
        Append<double>(episode.States);
        Append<int>(episode.Actions);
        Append<double>(episode.Rewards);
        Append<double>(episode.ActionProbabilities);
    }

    /// <summary>The hash of all episodes so far, as 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>The first half of its bits.</summary>
    internal UInt128 ToUInt128() => BinaryPrimitives.ReadUInt128BigEndian(_hash.GetCurrentHash());

    /// <summary>Frees the state of the hash.</summary>
    public void Dispose() => _hash.Dispose();

    /// <summary>All platforms of .NET that WorldGan runs on are little-endian; on another one the numbers would have to be turned around.</summary>
    private void Append<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("The hash of a log is defined for little-endian machines.");
        _hash.AppendData(MemoryMarshal.AsBytes(values));
    }
}
