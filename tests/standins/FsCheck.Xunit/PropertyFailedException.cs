namespace FsCheck.Xunit;

/// <summary>A law is broken: the message holds the case, its shrunk form and the seed that replays it.</summary>
/// <param name="message">The report of the run.</param>
/// <param name="innerException">What the law threw, if it threw.</param>
public sealed class PropertyFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
