namespace WorldGan.Cli;

/// <summary>The work was interrupted, and this is what became of it.</summary>
internal sealed class InterruptedException(string message) : Exception(message);
