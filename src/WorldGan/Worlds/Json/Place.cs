namespace WorldGan.Worlds.Json;

/// <summary>Where a JSON value stands: a line and column of a file, or an override such as <c>policy.discount=0.9</c>.</summary>
/// <param name="Line">Line from 1; 0 for an override.</param>
/// <param name="Column">Column from 1, in UTF-16 characters; 0 for an override.</param>
/// <param name="Key">The path of keys, such as <c>state[2].kind</c>; empty for the whole file.</param>
/// <param name="Override">The text of the override that the value comes from.</param>
internal readonly record struct Place(int Line, int Column, string Key, string? Override = null)
{
    public string KeyOf(string member) => Key.Length == 0 ? member : $"{Key}.{member}";

    public string KeyOf(int index) => $"{Key}[{index}]";
}
