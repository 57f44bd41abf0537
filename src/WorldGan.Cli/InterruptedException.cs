namespace WorldGan.Cli;

/// <summary>The work was interrupted, and this is how to go on.</summary>
internal sealed class InterruptedException(string message) : Exception(message);
