namespace WorldGan.Logs;

/// <summary>How much a log holds.</summary>
/// <param name="Episodes">Episodes, a piece of a broken one counted as one.</param>
/// <param name="Steps">Steps of all of them.</param>
public readonly record struct LogTally(int Episodes, long Steps);
