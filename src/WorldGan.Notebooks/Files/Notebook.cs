using System.Text.Json.Nodes;

namespace WorldGan.Notebooks.Files;

/// <summary>A notebook as it stands in its file; only what cells put out ever changes.</summary>
/// <param name="json">The file, of the right form.</param>
internal sealed class Notebook(JsonObject json)
{
    public const string Code = "code", Markdown = "markdown";

    /// <summary>The file.</summary>
    public JsonObject Json { get; } = json;

    /// <summary>All cells, in order.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; } = [.. json["cells"]!.AsArray().Select(cell => new NotebookCell(cell!.AsObject()))];
}
