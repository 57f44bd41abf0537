using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Acting;

/// <summary>How a world answers where it knows nothing: act.json in its folder.</summary>
internal sealed record ActingSettings
{
    /// <summary>What becomes of a state that lies beyond what the log covers.</summary>
    public OutsideSupport OutsideSupport { get; init; }

    /// <summary>The action that is taken there instead of the policy's; needed where <see cref="OutsideSupport"/> is a fallback.</summary>
    public string? FallbackAction { get; init; }

    /// <summary>Reads the settings of a world; the defaults where it has none.</summary>
    /// <exception cref="FaultyFileException">The file is wrong.</exception>
    /// <exception cref="InvalidDataException">There is no such action.</exception>
    public static ActingSettings Read(string path, WorldSpec spec)
    {
        if (!File.Exists(path)) return new ActingSettings();
        ActingSettings settings = SettingsFile.Read<ActingSettings>(path);
        settings.FallbackIn(spec, path);
        return settings;
    }

    /// <summary>The number of the action to take beyond the support; null where the policy's is taken.</summary>
    /// <exception cref="InvalidDataException">There is no such action.</exception>
    public int? FallbackIn(WorldSpec spec, string path)
    {
        if (OutsideSupport != OutsideSupport.Fallback) return null;
        string[] names = [.. spec.Actions.Select(action => action.Name)];
        int action = Array.IndexOf(names, FallbackAction);
        return action >= 0 ? action
            : throw new InvalidDataException($"{path}: expected one of the actions {string.Join(", ", names)} as 'fallbackAction', got {(FallbackAction is null ? "none" : $"'{FallbackAction}'")}.");
    }
}

/// <summary>What becomes of a state beyond the log's support.</summary>
internal enum OutsideSupport
{
    /// <summary>It is answered like any other, and marked.</summary>
    Answer,

    /// <summary>A fixed action is taken.</summary>
    Fallback,

    /// <summary>The question gets 409.</summary>
    Refuse,
}
