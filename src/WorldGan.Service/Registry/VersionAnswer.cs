using System.Text.Json;
using WorldGan.Service.Gate;

namespace WorldGan.Service.Registry;

/// <summary>The versions of a world.</summary>
/// <param name="Published">The one that answers; null before the first.</param>
/// <param name="Versions">All that are kept, newest first.</param>
internal sealed record VersionsAnswer(int? Published, IReadOnlyList<VersionAnswer> Versions);

/// <summary>A version of a world.</summary>
/// <param name="Number">Its number.</param>
/// <param name="State">What it is to its world.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="Job">The job that made it.</param>
/// <param name="DataHash">Hash of the values of its logs.</param>
/// <param name="Transitions">Transitions in these logs.</param>
/// <param name="Verdict">What the gate said.</param>
/// <param name="Settings">Every setting of its training, as in run.json.</param>
/// <param name="Scores">What it is worth, as in scores.json; null where the file cannot be read.</param>
internal sealed record VersionAnswer(int Number, VersionState State, DateTimeOffset CreatedAt, string Job, string DataHash, int Transitions, GateVerdict Verdict, JsonElement Settings, JsonElement? Scores)
{
    public static VersionAnswer Of(VersionDescription version, VersionState state, byte[]? scores) => new(
        version.Number, state, version.CreatedAt, version.Job, version.DataHash, version.Transitions, version.Verdict,
        Parse(Worlds.Json.SettingsFile.Format(version.Settings)), scores is null ? null : ScoresOf(scores));

    private static JsonElement? ScoresOf(byte[] utf8)
    {
        try
        {
            return Parse(utf8);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement Parse(byte[] utf8) => JsonElement.Parse(utf8);
}
