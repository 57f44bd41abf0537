using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Service.Ingest;

/// <summary>Short stand-ins for long things: of an episode's name, which callers choose, and of the content of a step.</summary>
internal static class StepHash
{
    private const ulong Probability = 0xFFFF;          // the bits of a content that tell it; 0 where it is missing
    private const ulong Odd = 0x9E3779B97F4A7C15;      // 2^64 over the golden ratio, whose multiples are spread evenly

    /// <summary>Half of the SHA-256 of a name: no two names that anyone will meet have the same.</summary>
    public static UInt128 OfName(string episode) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(episode)));

    /// <summary>All that a step says: its states, action, reward and ending, and, in the last 16 bits, how probable its action was. 0 and -0 are the same, as they are when a log is read.</summary>
    /// <param name="piece">The piece that holds the step.</param>
    /// <param name="t">Place of the step in the piece.</param>
    public static ulong OfContent(Episode piece, int t)
    {
        int width = piece.States.Length / (piece.Count + 1);
        ulong hash = (ulong)piece.Actions[t] ^ ((ulong)(t == piece.Count - 1 ? piece.Ending : Ending.None) << 32);
        foreach (double value in piece.States.AsSpan(t * width, 2 * width)) hash = Mix(hash, value);
        return (Mix(hash, piece.Rewards[t]) & ~Probability) | (piece.ActionProbabilities.Length == 0 ? 0 : OfProbability(piece.ActionProbabilities[t]));
    }

    /// <summary>
    /// Whether two steps say something else. A probability that is missing says nothing: what is read of an episode has none where one of its steps has none, so whether a step
    /// came with one is not known for ever.
    /// </summary>
    public static bool Differ(ulong one, ulong other)
    {
        ulong difference = one ^ other;
        bool bothKnown = (one & Probability) != 0 && (other & Probability) != 0;
        return (bothKnown ? difference : difference & ~Probability) != 0;
    }

    private static ulong OfProbability(double probability) => Math.Max(1, (Mix(0, probability) * Odd) >> 48);

    private static ulong Mix(ulong hash, double value)
    {
        hash = (hash ^ BitConverter.DoubleToUInt64Bits(value + 0.0)) * Odd;
        return hash ^ (hash >> 29);
    }
}
