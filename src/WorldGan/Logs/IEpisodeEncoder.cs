using System.Buffers;

namespace WorldGan.Logs;

/// <summary>Turns episodes into the bytes of one form.</summary>
internal interface IEpisodeEncoder
{
    /// <summary>Writes what a file, or what is appended to one, begins with.</summary>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="isNewFile">False where the file already has steps of the same world.</param>
    /// <param name="hasProbabilities">Whether a place for the probabilities of actions is wanted, or there already.</param>
    void Begin(IBufferWriter<byte> output, bool isNewFile, bool hasProbabilities);

    /// <summary>Writes one episode.</summary>
    /// <param name="episode">The episode, or a piece of one.</param>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="goesOn">Whether further steps of an episode without an ending are to follow.</param>
    void Add(Episode episode, IBufferWriter<byte> output, bool goesOn);
}
