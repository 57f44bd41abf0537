using WorldGan.Worlds;

namespace WorldGan.Logs;

/// <summary>The forms of a log, told apart by the ending of the file's name.</summary>
internal enum LogForm
{
    /// <summary><c>.wglog</c></summary>
    Records,

    /// <summary><c>.csv</c>, <c>.tsv</c></summary>
    Table,

    /// <summary><c>.jsonl</c></summary>
    JsonLines,
}

internal static class LogForms
{
    /// <summary>The form of a log of a world.</summary>
    /// <exception cref="ArgumentException">The name ends in none of the known endings, or in that of a form of text, which holds no images.</exception>
    public static LogForm Of(string path, WorldSpec spec)
    {
        LogForm form = Of(path);
        if (spec.Image is { } image && form != LogForm.Records) throw new ArgumentException($"{path}: expected a log that ends in .wglog, since '{image.Name}' of world '{spec.Name}' is an image, which no text holds.");
        return form;
    }

    /// <exception cref="ArgumentException">The name ends in none of the known endings.</exception>
    public static LogForm Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".wglog" => LogForm.Records,
            ".csv" or ".tsv" => LogForm.Table,
            ".jsonl" or ".ndjson" => LogForm.JsonLines,
            string other => throw new ArgumentException($"{path}: expected a log that ends in .wglog, .csv or .jsonl, got '{other}'.{(other is ".mcap" or ".json" or ".db3" or ".bag" ? " 'worldgan import' makes such a log of it." : "")}"),
        };
    }
}
