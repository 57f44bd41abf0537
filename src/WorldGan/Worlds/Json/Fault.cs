namespace WorldGan.Worlds.Json;

/// <summary>One thing that is wrong in a JSON file or in an override of its values.</summary>
/// <param name="Line">Line from 1; 0 when the value comes from an override.</param>
/// <param name="Column">Column from 1, in UTF-16 characters; 0 when the value comes from an override.</param>
/// <param name="Key">The path of keys, such as <c>state[2].kind</c>; empty for the file as a whole.</param>
/// <param name="Message">What was expected and what was there.</param>
public sealed record Fault(int Line, int Column, string Key, string Message);
