namespace WorldGan.Benchmarks.Comparing;

/// <summary>There is no fair comparison; the message says why and what to do.</summary>
internal sealed class PeerException(string message) : Exception(message);
