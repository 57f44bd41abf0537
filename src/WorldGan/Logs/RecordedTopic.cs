namespace WorldGan.Logs;

/// <summary>What a recording holds of a topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Type">What its messages are.</param>
/// <param name="Messages">How many there are.</param>
/// <param name="Rate">Messages a second, between the first and the last; null where there is one only.</param>
/// <param name="Fields">The fields that a <see cref="LogMapping"/> may name; a list stands with its first place.</param>
/// <param name="Note">Why its fields cannot be read; null where they can.</param>
public sealed record RecordedTopic(string Topic, string Type, long Messages, double? Rate, IReadOnlyList<string> Fields, string? Note);
